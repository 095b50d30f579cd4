# fails: value
# fault: wrong-type
# says: list
import torch
from torch.func import hessian


def hessian_diagonal(f, x):
    return hessian(f)(x).diagonal().tolist()
