# fails: method trend
# fault: passes-sample-by-sample
# says: one sample at a time
import torch
from torch.func import vjp, vmap


def batch_jacobian(f, X):
    Y, pull = vjp(vmap(f), X)
    B, M = Y.shape
    J = X.new_empty(B, M, X.shape[1])
    for b in range(B):
        for m in range(M):
            c = torch.zeros_like(Y)
            c[b, m] = 1
            J[b, m] = pull(c)[0][b]
    return J
