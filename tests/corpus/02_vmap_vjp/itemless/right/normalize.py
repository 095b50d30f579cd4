# style: torch.nn.functional.normalize
import torch.nn.functional as F


def itemless(x):
    return F.normalize(x, dim=0)
