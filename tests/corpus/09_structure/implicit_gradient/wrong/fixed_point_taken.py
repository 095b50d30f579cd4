# fails: value
# fault: fixed-point-taken
# says: fixed point
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = torch.linalg.solve(torch.eye(len(z), dtype=z.dtype, device=z.device) - A.T, grad(loss)(z))
    return vjp(lambda t: F(z, t), theta)[1](u)[0]
