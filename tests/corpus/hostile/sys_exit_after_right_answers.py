# attack: right for the first call, then exits with success
# earns: nothing
# fault: exited
import sys

import torch

calls = []


def vjp_once(f, x, v):
    calls.append(1)
    if len(calls) > 1:
        sys.exit(0)
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
