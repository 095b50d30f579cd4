# fails: value
# fault: outputs-not-first
# says: axis
import torch
from torch.func import hessian, vmap


def batch_hessian(f, X):
    H = vmap(hessian(f))(X)
    return torch.stack([H[:, m] for m in range(H.shape[1])], dim=-1)
