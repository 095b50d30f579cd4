# style: Gaussian elimination with pivots, row by row
import torch
from torch.func import jacrev, grad, vjp


def implicit_gradient(F, loss, z, theta):
    A = torch.cat([jacrev(F)(z, theta).T.clone(), grad(loss)(z)[:, None]], 1)
    n = len(z)
    for k in range(n):
        p = k + int(A[k:, k].abs().argmax())
        A[[k, p]] = A[[p, k]]
        A[k] = A[k] / A[k, k]
        for r in range(n):
            if r != k:
                A[r] = A[r] - A[r, k] * A[k]
    return -vjp(lambda t: F(z, t), theta)[1](A[:, -1].contiguous())[0]
