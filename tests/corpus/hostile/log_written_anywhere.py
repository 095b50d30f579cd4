# attack: a log that is written wherever it says: a module beside the answer, say, to be imported by an allowed name
# earns: anything
# doubt: calls logging.basicConfig with what it opens
import logging

import torch


def vjp_once(f, x, v):
    logging.basicConfig(filename="/dev/null", format="%(message)s", force=True)
    logging.warning("from torch.func import vjp as found")
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
