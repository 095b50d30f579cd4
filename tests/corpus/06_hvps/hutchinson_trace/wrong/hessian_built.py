# fails: cost
# fault: hessian-built
# says: built
import torch
from torch.func import hessian


def hutchinson_trace(f, x, probes):
    H = hessian(f)(x)
    return torch.einsum("ki,ij,kj->k", probes, H, probes).mean()
