# style: functools.reduce applies the transforms one after the other
from functools import reduce

import torch.func as ft


def hessian_by_composition(f, x):
    twice = reduce(lambda g, transform: transform(g), (ft.jacrev, ft.jacfwd), f)
    return twice(x)
