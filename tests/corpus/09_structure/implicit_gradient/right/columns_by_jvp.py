# style: a tangent for each unknown, and backward() by theta
import torch
from torch.func import grad, jvp


def implicit_gradient(F, loss, z, theta):
    n = len(z)
    columns = []
    for j in range(n):
        unit = torch.zeros_like(z)
        unit[j] = 1
        columns.append(jvp(lambda z: F(z, theta), (z,), (unit,))[1])
    A = torch.stack(columns, dim=1)
    u = torch.linalg.lu_solve(*torch.linalg.lu_factor(A.T.contiguous()), grad(loss)(z)[:, None])[:, 0]
    leaf = theta.clone().requires_grad_()
    total = (F(z, leaf) * u).sum()
    if total.requires_grad:
        total.backward()
    return torch.zeros_like(theta) if leaf.grad is None else -leaf.grad
