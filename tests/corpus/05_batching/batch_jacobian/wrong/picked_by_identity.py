# fails: cost
# fault: full-then-diagonal
# says: every pair of samples
import torch
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    J = vmap(jacrev(f))(X)
    own = torch.eye(len(X), dtype=X.dtype, device=X.device)
    return torch.einsum("ab,bmn->amn", own, J)
