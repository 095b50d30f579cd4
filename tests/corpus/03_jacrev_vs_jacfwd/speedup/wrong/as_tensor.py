# fails: value
# fault: no-float
# says: float
import torch


def speedup(baseline, candidate):
    return torch.tensor(baseline.median / candidate.median, dtype=torch.float64)
