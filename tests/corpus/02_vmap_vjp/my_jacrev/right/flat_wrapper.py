# style: a flat function of one flat vector inside, cut into blocks at the end
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    places = argnums if isinstance(argnums, tuple) else (argnums,)

    def jacobian(*args):
        sizes = [args[i].numel() for i in places]

        def flat_f(z):
            whole = list(args)
            for i, piece in zip(places, z.split(sizes)):
                whole[i] = piece.reshape(args[i].shape)
            return f(*whole)

        y, pullback = vjp(flat_f, torch.cat([args[i].reshape(-1) for i in places]))
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        (table,) = vmap(pullback)(units)
        pieces = zip(places, table.split(sizes, dim=1))
        blocks = tuple(piece.reshape(*y.shape, *args[i].shape) for i, piece in pieces)
        return blocks if isinstance(argnums, tuple) else blocks[0]

    return jacobian
