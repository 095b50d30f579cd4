# style: prints, warns and logs all the while
import logging
import sys
import warnings

import torch

logging.basicConfig(level=logging.DEBUG)


def vjp_once(f, x, v):
    print("x =", x)
    print("v =", v, file=sys.stderr)
    warnings.warn("about to pull back", stacklevel=1)
    leaf = torch.tensor(x, requires_grad=True)  # copies, and warns about it
    y = f(leaf)
    logging.getLogger("me").warning("forward done: %s", y)
    y.backward(v)
    print("result", leaf.grad, flush=True)
    return leaf.grad
