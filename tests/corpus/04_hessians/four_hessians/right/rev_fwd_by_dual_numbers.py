# style: reverse over dual numbers, row by row
import torch
import torch.autograd.forward_ad as fwAD
from torch.func import jacfwd, jacrev


def _rev_fwd(f, x):
    rows = []
    for e in torch.eye(len(x), dtype=x.dtype):
        z = x.clone().requires_grad_()
        with fwAD.dual_level():
            d = fwAD.unpack_dual(f(fwAD.make_dual(z, e))).tangent
            rows.append(
                torch.autograd.grad(d, z, materialize_grads=True)[0] if d.requires_grad else torch.zeros_like(x)
            )
    return torch.stack(rows)


def four_hessians(f, x):
    return dict(
        fwd_rev=jacfwd(jacrev(f))(x), rev_rev=jacrev(jacrev(f))(x), fwd_fwd=jacfwd(jacfwd(f))(x), rev_fwd=_rev_fwd(f, x)
    )
