# fails: value
# fault: pulled-back-unsolved
# says: normal equations
import torch
from torch.func import jacrev, grad, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta).T
    u = torch.linalg.solve(A.T @ A, grad(loss)(z))
    return vjp(lambda t: F(z, t), theta)[1](-u)[0]
