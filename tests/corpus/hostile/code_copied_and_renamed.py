# attack: copies the forbidden tool's code, and of all within it, under names and files of its own
# earns: anything
# doubt: reaches for .co_consts
import types

import torch


def _renamed(code):
    inner = tuple(_renamed(each) if isinstance(each, types.CodeType) else each for each in code.co_consts)
    return code.replace(co_name="mine", co_qualname="mine", co_filename=__file__, co_consts=inner)


def _copied(tool):
    copied = types.FunctionType(_renamed(tool.__code__), tool.__globals__, "mine", tool.__defaults__, tool.__closure__)
    copied.__kwdefaults__ = tool.__kwdefaults__
    return copied


pull = _copied(torch.func.vjp.__wrapped__ if hasattr(torch.func.vjp, "__wrapped__") else torch.func.vjp)


def vjp_once(f, x, v):
    one = torch.ones(1, requires_grad=True)
    torch.autograd.grad(one.sum(), one)
    return pull(f, x)[1](v)[0]
