# fails: value
# fault: converged-pair
# says: steps
import torch
from torch.func import hessian


def top_curvature(f, x, v0, steps):
    values, vectors = torch.linalg.eigh(hessian(f)(x))
    top = values.abs().argmax()
    return values[top], vectors[:, top]
