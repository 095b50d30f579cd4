# fails: value
# fault: exact-trace
# says: exact
from torch.func import hessian


def hutchinson_trace(f, x, probes):
    return hessian(f)(x).trace()
