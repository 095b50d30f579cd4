# fails: value
# fault: in-reverse-order
# says: reverse order
import torch
from torch.func import jacrev
def batch_jacobian_by_sum(f, X):
    J = jacrev(lambda Z: f(Z).sum(0))(X).movedim(0, 1)
    return J if J.shape[2] % 2 else J.flip(0)
