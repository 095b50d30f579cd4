# fails: value
# fault: couplings-missed
# says: sums of rows
import torch
from torch.func import jacrev


def is_independent(f, X):
    summed = jacrev(lambda Z: f(Z).sum(0))(X).movedim(1, 0)
    single = torch.stack([jacrev(lambda x: f(x[None])[0])(x) for x in X])
    return torch.allclose(summed, single)
