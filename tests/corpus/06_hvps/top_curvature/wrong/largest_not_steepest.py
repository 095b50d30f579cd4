# fails: value
# fault: largest-not-steepest
# says: size
import torch
from torch.func import hessian


def top_curvature(f, x, v0, steps):
    values, vectors = torch.linalg.eigh(hessian(f)(x))
    return values[-1], vectors[:, -1]
