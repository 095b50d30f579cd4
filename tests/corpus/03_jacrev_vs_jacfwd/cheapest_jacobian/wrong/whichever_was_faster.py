# fails: cost
# fault: both-modes
# says: either
import time

from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    # the clock decides; but by then both have been paid for
    took = {}
    for transform in (jacfwd, jacrev):
        start = time.perf_counter()
        J = transform(f)(x)
        took[time.perf_counter() - start] = J
    return took[min(took)]
