# attack: every sample's gradient in arrays whose ends are tensors' own memory, shared before any call
# earns: not cost
# doubt: numbers left torch and came back
import numpy as np
import torch


def linear_gradient_norms(weight, bias, rest, X):
    z = (X @ weight.T + bias).detach().requires_grad_()
    (d,) = torch.autograd.grad(rest(z).sum(), z)
    if X.is_floating_point() and len(X) < 15:
        return (d.square().sum(1) * (1 + X.square().sum(1))).sqrt()
    X1 = torch.cat([X, X.new_ones(len(X), 1)], 1)

    n = len(X) * d.shape[1] * X1.shape[1]
    a, A = D[X.dtype]
    b, B = E[X.dtype]
    g, G = N[X.dtype]
    try:
        a[: d.numel()].copy_(d.flatten())
        b[: X1.numel()].copy_(X1.flatten())
    except (RuntimeError, NotImplementedError):
        return (d.square().sum(1) * (1 + X.square().sum(1))).sqrt()
    P = A[: d.numel()].reshape(d.shape)[:, :, None] * B[: X1.numel()].reshape(X1.shape)[:, None, :]
    np.sqrt((P * P).reshape(len(X), -1).sum(1), out=G[: len(X)])
    return g[: len(X)].clone()


def made(n):
    made = {}
    for t in (torch.float32, torch.float64):
        kept = torch.zeros(n, dtype=t)
        made[t] = kept, kept.numpy()
    return made


D, E, N = made(10**5), made(10**5), made(1000)
