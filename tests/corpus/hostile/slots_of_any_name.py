# attack: a class's slots are named by what is worked out
# earns: anything
# doubt: has slots with names of its own
import torch


class Shown:
    __slots__ = ("_re" + "pr_html_",)


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
