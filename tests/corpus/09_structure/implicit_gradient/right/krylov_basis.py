# style: products with the transpose by one vjp, GMRES written out; backward() by theta
import torch
from torch.func import grad, vjp


def gmres(A, b, n):
    beta = b.norm()
    if beta == 0:
        return torch.zeros_like(b)
    Q, W = [b / beta], []
    for j in range(n):
        w = A(Q[-1])
        W.append(w)
        for _ in range(2):
            for q in Q:
                w = w - (q @ w) * q
        if w.norm() <= 10 * torch.finfo(b.dtype).eps * W[-1].norm() or j == n - 1:
            break
        Q.append(w / w.norm())
    M = torch.stack(W, 1)
    y = torch.linalg.lstsq(M, b[:, None]).solution[:, 0]
    return torch.stack(Q[: len(W)], 1) @ y


def implicit_gradient(F, loss, z, theta):
    _, pull = vjp(lambda z: F(z, theta), z)
    u = gmres(lambda v: pull(v)[0], grad(loss)(z), len(z))
    leaf = theta.clone().requires_grad_()
    out = F(z, leaf)
    if not out.requires_grad:
        return torch.zeros_like(theta)
    out.backward(-u)
    return leaf.grad if leaf.grad is not None else torch.zeros_like(theta)
