# style: a random cotangent for each output row, autograd.grad
import torch


def is_independent(f, X):
    leaf = X.detach().clone().requires_grad_()
    Y = f(leaf)
    for b in range(len(Y)):
        v = torch.zeros_like(Y)
        v[b] = torch.randn_like(Y[b])
        (g,) = torch.autograd.grad(Y, leaf, v, retain_graph=True)
        if g[:b].any() or g[b + 1 :].any():
            return False
    return True
