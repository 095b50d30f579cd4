# fails: value
# fault: wrong-type
# says: float
import torch


def speedup(baseline, candidate):
    return torch.tensor(baseline.median / candidate.median, dtype=torch.float64)
