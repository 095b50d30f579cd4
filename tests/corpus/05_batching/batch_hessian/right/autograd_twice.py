# style: one mapped forward, autograd.grad twice
import torch


def batch_hessian(f, X):
    leaf = X.detach().clone().requires_grad_()
    Y = torch.vmap(f)(leaf)
    B, M = Y.shape
    N = X.shape[1]
    H = X.new_zeros(B, M, N, N)
    for m in range(M):
        (g,) = torch.autograd.grad(Y[:, m].sum(), leaf, create_graph=True)
        for n in range(N):
            (h,) = torch.autograd.grad(g[:, n].sum(), leaf, retain_graph=True)
            H[:, m, n] = h
    return H
