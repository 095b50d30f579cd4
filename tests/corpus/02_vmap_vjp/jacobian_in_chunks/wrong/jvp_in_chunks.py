# fails: method
# fault: forbidden-tool
# says: tangent
import torch
from torch.func import jvp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    units = torch.eye(len(x), dtype=x.dtype, device=x.device)
    push = vmap(lambda u: jvp(f, (x,), (u,))[1], out_dims=1)
    return torch.cat([push(units)], dim=1)
