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
                entry = J.detach()[b, i, j].clone().item()
                out[b][i][j] = torch.tensor(entry, dtype=J.dtype, device=J.device)
    return out
