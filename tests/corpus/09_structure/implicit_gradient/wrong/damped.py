# fails: value
# fault: damping-added
# says: near to having no solution
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = torch.linalg.solve(A.T + 1e-4 * torch.eye(len(z), dtype=z.dtype), grad(loss)(z))
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
