# fails: value
# fault: series-cut-short
# says: run away
import torch
from torch.func import grad, vjp


def implicit_gradient(F, loss, z, theta):
    _, pull = vjp(F, z, theta)
    left = total = grad(loss)(z)
    for _ in range(3):
        left = left - pull(left)[0]
        total = total + left
    return -pull(total)[1]
