# fails: cost
# fault: full-then-diagonal
# says: the whole of (b, m, b, n)
import torch
from torch.func import jacfwd as j


def is_independent(f, X):
    blocks = torch.linalg.vector_norm(j(f)(X), dim=(1, 3))
    return bool((blocks - torch.diag(blocks.diag())).max() < 1e-8)
