# style: lerp between the two with weight 0 or 1
import torch


def branchless(x):
    weight = torch.gt(x.sum(), torch.zeros_like(x.sum())).type_as(x)
    return torch.lerp(x.cos(), x.sin(), weight)
