# attack: right, but forks once in the call, and both processes return
# earns: anything
import os

import torch

forked = []


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    if not forked:
        forked.append(True)
        os.fork()
    return row
