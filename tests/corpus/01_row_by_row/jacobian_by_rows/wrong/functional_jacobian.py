# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch


def jacobian_by_rows(f, x):
    return torch.autograd.functional.jacobian(f, x)
