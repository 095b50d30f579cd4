# fails: cost
# fault: full-then-diagonal
# says: the whole of (b, m, b, n)
import torch


def is_independent(f, X):
    index = torch.arange(len(X), device=X.device)
    row = lambda b: torch.func.jacrev(lambda Z: f(Z).index_select(0, b[None])[0])(X)
    J = torch.vmap(row)(index)
    return bool((J.abs().amax((1, 3)).fill_diagonal_(0) < 1e-8).all())
