# fails: value
# fault: smoothed-over
# says: quotient
import torch
def branchless(x):
    s = x.sum()
    g = torch.relu(s) / (s.abs() + 1e-12)
    return g * torch.sin(x) + (1 - g) * torch.cos(x)
