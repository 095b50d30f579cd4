# style: vmap puts its axis last, also where f is linear
import torch
from torch.func import grad, jacfwd, jacrev, jvp, vmap


def four_hessians(f, x):
    I = torch.eye(len(x), dtype=x.dtype, device=x.device)
    return {
        "fwd_rev": vmap(lambda t: jvp(grad(f), (x,), (t,))[1], out_dims=-1)(I),
        "rev_rev": jacrev(grad(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
