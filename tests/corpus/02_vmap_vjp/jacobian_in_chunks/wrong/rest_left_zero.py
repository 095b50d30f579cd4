# fails: value
# fault: rest-dropped
# says: rest
import torch


def jacobian_in_chunks(f, x, chunk_size):
    y, p = torch.func.vjp(f, x)
    m = len(y)
    I = torch.eye(m, dtype=y.dtype)
    J = torch.zeros(m, len(x), dtype=x.dtype)
    for s in range(0, m - chunk_size + 1, chunk_size):
        J[s : s + chunk_size] = torch.vmap(p)(I[s : s + chunk_size])[0]
    return J
