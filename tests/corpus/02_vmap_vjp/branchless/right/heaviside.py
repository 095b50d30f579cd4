# style: a step function of the detached sum weighs the two branches
import torch


def branchless(x):
    s = torch.heaviside(x.sum().detach(), torch.zeros((), dtype=x.dtype))
    return s * torch.sin(x) + (1 - s) * torch.cos(x)
