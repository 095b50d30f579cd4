# style: all arguments' unit tangents in one wide pass, blocks cut out of its columns
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    places = (argnums,) if isinstance(argnums, int) else argnums

    def jacobian(*args):
        chosen = [args[k] for k in places]
        sizes = [a.numel() for a in chosen]

        def of_chosen(*parts):
            whole = list(args)
            for k, part in zip(places, parts, strict=True):
                whole[k] = part
            return f(*whole)

        def push(row):
            tangents = tuple(piece.view(a.shape) for piece, a in zip(row.split(sizes), chosen, strict=True))
            return jvp(of_chosen, tuple(chosen), tangents)[1]

        everything = vmap(push, out_dims=-1)(torch.eye(sum(sizes), dtype=chosen[0].dtype, device=chosen[0].device))
        blocks = [
            block.reshape(*block.shape[:-1], *a.shape)
            for block, a in zip(everything.split(sizes, dim=-1), chosen, strict=True)
        ]
        return blocks[0] if isinstance(argnums, int) else tuple(blocks)

    return jacobian
