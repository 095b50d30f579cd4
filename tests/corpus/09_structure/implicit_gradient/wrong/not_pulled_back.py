# fails: value
# fault: not-pulled-back
# says: what theta does
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = torch.linalg.solve(A.T, grad(loss)(z))
    return -u
