# fails: value
# fault: kept-between-calls
# says: kept
import torch
from torch.func import grad, jacrev, vjp

KEPT = {}


def implicit_gradient(F, loss, z, theta):
    if id(z) not in KEPT:
        KEPT[id(z)] = z, jacrev(F)(z, theta)
    u = torch.linalg.solve(KEPT[id(z)][1].T, grad(loss)(z))
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
