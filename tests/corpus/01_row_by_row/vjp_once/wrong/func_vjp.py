# fails: method
# fault: forbidden-tool
# says: torch.func
import torch


def vjp_once(f, x, v):
    _, pullback = torch.func.vjp(f, x)
    return pullback(v)[0]
