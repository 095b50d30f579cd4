# fails: cost
# fault: peak-too-high
# says: torch.eye
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    w = torch.eye(len(x), dtype=x.dtype, device=x.device) @ v
    return jvp(grad(f), (x,), (w,))[1]
