# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import hessian


def hessian_diagonal(f, x):
    return torch.tensor(hessian(f)(x).diagonal().tolist())
