# fails: method
# fault: forbidden-tool
# says: torch.func
from functools import partial

import torch

tool = partial(vars(torch)["func"].grad, argnums=0)


def vjp_once(f, x, v):
    return tool(lambda p: torch.dot(f(p), v))(x)
