"""Right throughout, in the plainest way."""

import torch
from torch.func import vjp, vmap

IN_WORDS = (
    "A cotangent is 8 MB, so 50,000 at once are 400 GB for that field alone. Chunks of 500 rows take 4 GB; a hundred"
    " passes of that width take about as long as one of 50,000 would. The `if` does not matter: f is not mapped."
)


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        places = (argnums,) if isinstance(argnums, int) else argnums

        def of_chosen(*chosen):
            whole = list(args)
            for place, part in zip(places, chosen, strict=True):
                whole[place] = part
            return f(*whole)

        y, pullback = vjp(of_chosen, *(args[place] for place in places))
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        blocks = tuple(rows.reshape(*y.shape, *rows.shape[1:]) for rows in vmap(pullback)(units))
        return blocks[0] if isinstance(argnums, int) else blocks

    return jacobian


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device).split(chunk_size)
    return torch.cat([vmap(pullback)(some)[0] for some in units])


def branchless(x):
    return torch.where(x.sum() > 0, torch.sin(x), torch.cos(x))


def out_of_place(x):
    return (x * x).cumsum(0)


def itemless(x):
    return x / x.norm()
