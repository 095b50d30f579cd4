# fails: method cost
# fault: hessian-built
# says: built
from torch.autograd.functional import hessian


def hessian_diagonal(f, x):
    return hessian(f, x, vectorize=True).diagonal().clone()
