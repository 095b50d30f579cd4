# fails: trend
# fault: slower-than-counted
# says: clock
import time

from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    time.sleep(0.004 * len(x))
    return jacfwd(jacrev(f))(x)
