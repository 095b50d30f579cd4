# fails: value
# fault: another-condition
# says: not its first entry
import torch
def branchless(x):
    return torch.where(x[0] > 0, torch.sin(x), torch.cos(x))
