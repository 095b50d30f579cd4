# fails: value
# fault: running-sum-altered
# says: running means
import torch
def out_of_place(x):
    return torch.cumsum(x * x, 0) / torch.arange(1, len(x) + 1, device=x.device)
