# style: rows that lie as far apart as there are chunks
import torch


def jacobian_in_chunks(f, x, chunk_size):
    y, p = torch.func.vjp(f, x)
    m = len(y)
    k = -(-m // chunk_size)
    J = torch.empty(m, len(x), dtype=x.dtype, device=x.device)
    I = torch.eye(m, dtype=y.dtype, device=y.device)
    for s in range(k):
        J[s::k] = torch.vmap(p)(I[s::k])[0]
    return J
