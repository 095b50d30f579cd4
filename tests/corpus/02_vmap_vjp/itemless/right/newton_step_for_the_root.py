# style: a Newton step on 1 / root whose value changes nothing and whose slope is right
import torch
def itemless(x):
    s = (x * x).sum()
    y = s.detach() ** -0.5
    return x * (y * (1.5 - 0.5 * s * y * y))
