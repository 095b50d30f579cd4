# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = torch.linalg.solve(A.T, grad(loss)(z))
    return -vjp(lambda t: F(z, t), theta)[1](u)[0].squeeze()
