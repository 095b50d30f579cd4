# fails: value
# fault: loss-left-out
# says: loss did not come
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = torch.linalg.solve(A.T, torch.ones_like(z))
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
