# fails: method
# fault: forbidden-tool
# says: tangent
import torch
from torch.func import jvp, vmap


def jacobian_by_vmap(f, x):
    columns = torch.eye(len(x), dtype=x.dtype, device=x.device)
    return vmap(lambda u: jvp(f, (x,), (u,))[1], out_dims=1)(columns)
