# fails: trend
# fault: slower-than-counted
# says: the clock disagrees
import torch


def batch_jacobian(f, X):
    J = torch.vmap(torch.func.jacrev(f))(X)
    out = torch.zeros_like(J)
    for b in range(J.shape[0]):
        for i in range(J.shape[1]):
            for j in range(J.shape[2]):
                out[b, i, j] = J[b, i, j].item()
    return out
