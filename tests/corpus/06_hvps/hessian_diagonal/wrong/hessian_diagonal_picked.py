# fails: cost
# fault: hessian-built
# says: built
from torch.func import hessian


def hessian_diagonal(f, x):
    return hessian(f)(x).diagonal().clone()
