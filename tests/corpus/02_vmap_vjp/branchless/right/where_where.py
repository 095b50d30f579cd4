# style: nested where with scalars in shape (1,)
import torch


def branchless(x):
    total = torch.sum(x, dim=0, keepdim=True)
    return torch.where(total > 0, torch.sin(x), torch.where(total <= 0, torch.cos(x), x))
