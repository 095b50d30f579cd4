# fails: value
# fault: units-written-over
# says: unit vectors
import torch
from torch.func import jvp, vjp, vmap


def cheapest_jacobian(f, x):
    y, pullback = vjp(f, x)
    if len(y) <= len(x):
        units = torch.eye(len(y), dtype=y.dtype, device=y.device)
        (rows,) = vmap(pullback)(units)
        units.zero_()
        return rows
    units = torch.eye(len(x), dtype=x.dtype, device=x.device)
    columns = vmap(lambda t: jvp(f, (x,), (t,))[1])(units)
    units.zero_()
    return columns.T
