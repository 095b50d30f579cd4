# fails: method
# fault: forbidden-tool
# says: torch.func
from torch.func import jacfwd


def jacobian_by_rows(f, x):
    return jacfwd(f)(x)
