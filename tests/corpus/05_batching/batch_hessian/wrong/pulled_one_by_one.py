# fails: method
# fault: passes-sample-by-sample
# says: one sample at a time
import torch


def batch_hessian(f, X):
    Z = X.clone().requires_grad_()
    Y = torch.vmap(f)(Z)
    B, M = Y.shape
    N = X.shape[1]
    H = X.new_zeros(B, M, N, N)
    for b in range(B):
        for m in range(M):
            (g,) = torch.autograd.grad(Y[b, m], Z, create_graph=True)
            for i in range(N):
                H[b, m, i] = torch.autograd.grad(g[b, i], Z, retain_graph=True)[0][b]
    return H
