# style: reverse over reverse by torch.autograd.grad, the rest by torch.func
import torch
from torch.func import grad, jacfwd, jacrev


def _rev_rev(f, x):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:
        return torch.zeros(len(x), len(x), dtype=x.dtype)
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in g])


def four_hessians(f, x):
    return {
        "rev_rev": _rev_rev(f, x),
        "fwd_rev": jacfwd(grad(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
    }
