# fails: cost
# fault: full-then-diagonal
# says: the whole of (b, m, b, n)
import torch


def is_independent(f, X):
    blocks = torch.autograd.functional.jacobian(f, X).abs().amax(dim=(1, 3))
    return bool((blocks.fill_diagonal_(0) < 1e-8).all())
