# style: from the last chunk to the first, joined in front
import torch
from torch.func import vjp, vmap
def jacobian_in_chunks(f, x, chunk_size):
    y, pull = vjp(f, x)
    m, J = len(y), None
    for end in range(m, 0, -chunk_size):
        start = max(0, end - chunk_size)
        e = torch.eye(m, dtype=y.dtype, device=y.device)[start:end]
        rows = vmap(pull)(e)[0]
        J = rows if J is None else torch.cat((rows, J))
    return J
