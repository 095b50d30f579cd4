# fails: value
# fault: another-condition
# says: up to this entry
import torch
def branchless(x):
    return torch.where(x.cumsum(0) > 0, torch.sin(x), torch.cos(x))
