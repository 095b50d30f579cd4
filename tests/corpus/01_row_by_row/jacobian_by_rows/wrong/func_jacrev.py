# fails: method
# fault: forbidden-tool
# says: jacrev
import torch


def jacobian_by_rows(f, x):
    return torch.func.jacrev(f)(x)
