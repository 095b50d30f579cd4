# fails: value
# fault: whole-batch-into-f
# says: other than the one sample
from torch.func import hessian


def batch_hessian(f, X):
    return hessian(f)(X)
