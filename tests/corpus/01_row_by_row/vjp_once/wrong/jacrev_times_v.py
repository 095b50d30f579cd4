# fails: method cost
# fault: forbidden-tool
# says: torch.func.jacrev
import torch


def vjp_once(f, x, v):
    return v @ torch.func.jacrev(f)(x)
