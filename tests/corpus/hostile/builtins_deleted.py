# attack: right, but takes print, open and len away afterwards
# earns: anything
import builtins

import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    for name in ("print", "open", "len"):
        if hasattr(builtins, name):
            delattr(builtins, name)
    return row
