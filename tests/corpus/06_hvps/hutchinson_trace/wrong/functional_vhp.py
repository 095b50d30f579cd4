# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch


def hutchinson_trace(f, x, probes):
    numbers = [p @ torch.autograd.functional.vhp(f, x, p)[1] for p in probes]
    return torch.stack(numbers).mean()
