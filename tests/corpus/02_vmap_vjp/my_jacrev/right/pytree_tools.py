# style: pytree tools, wraps, and arguments by name inside
import functools

import torch
from torch.utils._pytree import tree_map


def my_jacrev(f, argnums=0):
    @functools.wraps(f)
    def jacobian(*args):
        wanted = {argnums} if isinstance(argnums, int) else {*argnums}
        fixed = {i: arg for i, arg in enumerate(args) if i not in wanted}
        varied = {i: arg for i, arg in enumerate(args) if i in wanted}

        def g(varied):
            return f(*[arg for _, arg in sorted({**fixed, **varied}.items())])

        y, pullback = torch.func.vjp(g, varied)
        units = torch.eye(y.numel()).to(y).reshape(-1, *y.shape)
        (table,) = torch.func.vmap(pullback)(units)
        table = tree_map(lambda block: block.reshape(y.shape + block.shape[1:]), table)
        return tree_map(table.get, argnums) if isinstance(argnums, tuple) else table[argnums]

    return jacobian
