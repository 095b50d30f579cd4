# fails: value
# fault: transposed
# says: transpose
import torch


def cheapest_jacobian(f, x):
    # right for a symmetric Jacobian
    transform = torch.func.jacfwd if len(x) < len(f(x)) else torch.func.jacrev
    return transform(f)(x).T
