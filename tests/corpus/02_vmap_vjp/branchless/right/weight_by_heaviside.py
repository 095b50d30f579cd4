# style: a weight of 0 or 1 that carries no slope, and addcmul
import torch
def branchless(x):
    m = torch.heaviside(x.detach().sum(), torch.zeros((), dtype=x.dtype, device=x.device))
    return torch.addcmul(x.cos(), m, x.sin() - x.cos())
