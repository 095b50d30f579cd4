# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
from torch.autograd import functional


def vjp_once(f, x, v):
    return functional.vjp(f, x, v)[1]
