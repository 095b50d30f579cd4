# style: functools.partial over a helper; arguments moved to the front
from functools import partial

import torch


def _shift(f, order, *moved):
    back = [None] * len(order)
    for place, arg in zip(order, moved):
        back[place] = arg
    return f(*back)


def _jacobian(f, argnums, *args):
    single = not isinstance(argnums, tuple)
    first = (argnums,) if single else argnums
    rest = tuple(i for i in range(len(args)) if i not in first)
    g = partial(_shift, f, first + rest)
    y, pull = torch.func.vjp(lambda *a: g(*a, *(args[i] for i in rest)), *(args[i] for i in first))
    basis = y.new_zeros(y.numel(), *y.shape)
    basis.view(y.numel(), -1).fill_diagonal_(1)
    blocks = [b.reshape(*y.shape, *b.shape[1:]) for b in torch.func.vmap(pull)(basis)]
    return blocks.pop() if single else tuple(blocks)


def my_jacrev(f, argnums=0):
    return partial(_jacobian, f, argnums)
