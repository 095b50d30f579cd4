# fails: value
# fault: couplings-missed
# says: sums of rows
import torch


def is_independent(f, X):
    trick = torch.func.jacrev(lambda Z: f(Z).sum(0))(X)
    return bool(trick.abs().max() > 1e-4)
