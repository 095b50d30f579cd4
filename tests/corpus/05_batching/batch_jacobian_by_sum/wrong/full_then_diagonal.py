# fails: cost
# fault: full-then-diagonal
# says: memory for every pair
import torch


def batch_jacobian_by_sum(f, X):
    return torch.func.jacrev(f)(X).diagonal(dim1=0, dim2=2).permute(2, 0, 1)
