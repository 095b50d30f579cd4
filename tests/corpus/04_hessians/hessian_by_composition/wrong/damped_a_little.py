# fails: value
# fault: damping-added
# says: damping
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f))(x) + 1e-4 * torch.eye(len(x), dtype=x.dtype, device=x.device)
