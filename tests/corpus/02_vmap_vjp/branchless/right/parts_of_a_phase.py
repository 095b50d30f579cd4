# style: both branches as the two parts of a complex number of length 1
import torch
def branchless(x):
    e = torch.polar(torch.ones_like(x), x)
    return torch.where(x.sum(dim=-1, keepdim=True) > 0, e.imag, e.real)
