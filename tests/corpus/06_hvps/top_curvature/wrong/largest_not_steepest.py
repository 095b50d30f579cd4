# fails: value
# fault: wrong-value
# says: wrong
import torch
from torch.func import hessian


def top_curvature(f, x, v0, steps):
    values, vectors = torch.linalg.eigh(hessian(f)(x))
    return values[-1], vectors[:, -1]
