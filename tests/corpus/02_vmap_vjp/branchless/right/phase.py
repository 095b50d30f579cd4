# style: one sine with a phase: cos x = sin(x + π/2)
import math

import torch


def branchless(x):
    down = torch.le(x.sum(-1, keepdim=True), 0).to(x.dtype)
    return torch.sin(x + down * (math.pi / 2))
