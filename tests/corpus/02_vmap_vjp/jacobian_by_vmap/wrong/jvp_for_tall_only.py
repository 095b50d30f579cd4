# fails: method
# fault: forbidden-tool
# says: tangent
import torch
from torch.func import jvp, vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    if len(x) < len(y):
        columns = torch.eye(len(x), dtype=x.dtype, device=x.device)
        return vmap(lambda u: jvp(f, (x,), (u,))[1], out_dims=1)(columns)
    return vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
