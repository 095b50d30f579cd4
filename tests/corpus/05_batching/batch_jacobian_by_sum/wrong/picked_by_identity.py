# fails: cost
# fault: full-then-diagonal
# says: every pair of samples
import torch
from torch.func import jacrev


def batch_jacobian_by_sum(f, X):
    own = torch.eye(len(X), dtype=X.dtype, device=X.device)
    return jacrev(lambda Z: (own @ f(Z)).sum(0))(X).movedim(0, 1)
