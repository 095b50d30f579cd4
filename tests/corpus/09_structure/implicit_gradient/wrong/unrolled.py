# fails: value
# fault: series-cut-short
# says: run away
import torch
from torch.func import grad


def implicit_gradient(F, loss, z, theta):
    def walked(t):
        y = z
        for _ in range(110):
            y = y - F(y, t)
        return loss(y)

    return grad(walked)(theta)
