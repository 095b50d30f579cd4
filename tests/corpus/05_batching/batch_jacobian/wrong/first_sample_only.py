# fails: value
# fault: first-sample-for-all
# says: first one
from torch.func import jacrev


def batch_jacobian(f, X):
    return jacrev(f)(X[0]).expand(len(X), -1, -1).clone()
