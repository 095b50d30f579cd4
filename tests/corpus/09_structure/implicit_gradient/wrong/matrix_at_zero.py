# fails: value
# fault: taken-at-the-origin
# says: at 0
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(torch.zeros_like(z), theta)
    u = torch.linalg.solve(A.T, grad(loss)(z))
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
