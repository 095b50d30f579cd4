# fails: value
# fault: whole-batch-into-f
# says: other than the one sample
from torch.func import jacrev


def batch_jacobian(f, X):
    return jacrev(f)(X)
