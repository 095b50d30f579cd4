# fails: method
# fault: forbidden-tool
# says: tangent
import torch
from torch.func import linearize, vmap


def jacobian_in_chunks(f, x, chunk_size):
    _, push = linearize(f, x)
    units = torch.eye(len(x), dtype=x.dtype)
    return torch.cat([vmap(push, out_dims=1)(part) for part in units.split(chunk_size)], dim=1)
