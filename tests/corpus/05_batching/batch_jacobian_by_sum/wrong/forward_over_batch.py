# fails: cost
# fault: full-then-diagonal
# says: memory for every pair
import torch


def batch_jacobian_by_sum(f, X):
    return torch.func.jacfwd(lambda Z: f(Z).sum(0))(X).movedim(0, 1)
