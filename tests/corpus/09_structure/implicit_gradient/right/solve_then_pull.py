# style: jacrev by z, one solve, one vjp
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = torch.linalg.solve(A.T, grad(loss)(z))
    _, pull = vjp(lambda t: F(z, t), theta)
    return -pull(u)[0]
