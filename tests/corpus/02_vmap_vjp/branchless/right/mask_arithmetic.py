# style: a mask of 0 and 1, multiplied
def branchless(x):
    up = (x.sum() > 0).to(x.dtype)
    return up * x.sin() + (1 - up) * x.cos()
