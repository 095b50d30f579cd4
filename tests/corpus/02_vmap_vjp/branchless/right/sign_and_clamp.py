# style: the step made of sign and clamp
def branchless(x):
    step = x.sum().sign().clamp(min=0)
    return step * x.sin() + (step == 0) * x.cos()
