# fails: method
# fault: forbidden-tool
# says: torch.func
from functools import partial, reduce

import torch

steps = [partial(torch.func.jacrev, argnums=0, has_aux=False)]


def jacobian_by_rows(f, x):
    return reduce(lambda g, step: step(g), steps, f)(x)
