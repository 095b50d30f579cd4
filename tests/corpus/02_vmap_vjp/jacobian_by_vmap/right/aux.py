# style: has_aux, partial and operator tools
from functools import partial
from operator import itemgetter

import torch


def jacobian_by_vmap(f, x):
    def twice(x):
        y = f(x)
        return y, y

    _, pullback, y = torch.func.vjp(twice, x, has_aux=True)
    mapped = partial(torch.func.vmap, in_dims=(0,), out_dims=0)(pullback)
    return itemgetter(0)(mapped(torch.eye(*y.shape * 2, dtype=y.dtype, device=y.device)))
