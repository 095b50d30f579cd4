# fails: value
# fault: wrong-shape
# says: shape
import torch
from torch.func import hessian


def hessian_diagonal(f, x):
    return torch.diag(hessian(f)(x).diagonal())
