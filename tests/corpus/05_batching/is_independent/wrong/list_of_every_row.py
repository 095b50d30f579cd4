# fails: cost
# fault: full-then-diagonal
# says: the whole of (b, m, b, n)
import torch


def is_independent(f, X):
    leaf = X.detach().requires_grad_()
    Y = f(leaf)
    entries, M = Y.flatten(), Y.shape[1]
    rows = [torch.autograd.grad(entries[k], leaf, retain_graph=True)[0] for k in range(len(entries))]
    return all(not g[: k // M].any() and not g[k // M + 1 :].any() for k, g in enumerate(rows))
