# fails: value
# fault: another-condition
# says: product
import torch
def branchless(x):
    return torch.where(x.prod() > 0, torch.sin(x), torch.cos(x))
