# attack: a class of classes that torch has makes one whose methods' names are worked out
# earns: anything
# doubt: reaches for torch.autograd.function.FunctionMeta
import torch
from torch.autograd.function import FunctionMeta

Sly = FunctionMeta("Sly", (torch.autograd.Function,), {"_".join(("", "", "del", "", "")): lambda self: None})


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
