"""Right throughout, by longer roads; a row is independent where it gives the same when alone."""

import torch
from torch.func import vmap

IN_WORDS = "Batch norm mixes the samples. Use eval()."


def batch_jacobian(f, X):
    def of_one(x):
        y, pull = torch.func.vjp(f, x)
        return vmap(pull)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]

    return vmap(of_one)(X)


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().clone().requires_grad_()
    Y = f(leaf)
    columns = [
        torch.autograd.grad(Y[:, m].sum(), leaf, retain_graph=True, materialize_grads=True)[0]
        for m in range(Y.shape[1])
    ]
    return torch.stack(columns, 1)


def is_independent(f, X):
    alone = torch.cat([f(x[None]) for x in X])
    return bool(torch.allclose(alone, f(X)))


def batch_hessian(f, X):
    return vmap(torch.func.jacfwd(torch.func.jacrev(f)))(X)
