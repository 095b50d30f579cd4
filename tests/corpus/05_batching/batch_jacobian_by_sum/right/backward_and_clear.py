# style: .backward() on column sums, .grad copied and cleared
import torch


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().clone().requires_grad_(True)
    sums = f(leaf).sum(0)
    out = torch.empty(X.shape[0], len(sums), X.shape[1], dtype=X.dtype, device=X.device)
    for m, s in enumerate(sums):
        s.backward(retain_graph=True)
        out[:, m] = leaf.grad
        leaf.grad = None
    return out
