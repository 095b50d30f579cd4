# style: scaled by the largest entry first, which is held constant
def itemless(x):
    scaled = x / x.detach().abs().amax()
    return scaled / scaled.norm()
