# style: one forward more, to learn M
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    with torch.no_grad():
        m = f(x).shape[0]
    _, pullback = vjp(f, x)
    out = x.new_zeros(m, x.shape[0])
    for start in range(0, m, chunk_size):
        rows = slice(start, start + chunk_size)
        out[rows] = vmap(pullback)(torch.eye(m, dtype=x.dtype, device=x.device)[rows])[0]
    return out
