# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch


def hessian_diagonal(f, x):
    out = torch.zeros_like(x)
    for j in range(len(x)):
        unit = torch.zeros_like(x)
        unit[j] = 1
        out[j] = torch.autograd.functional.vhp(f, x, unit)[1][j]
    return out
