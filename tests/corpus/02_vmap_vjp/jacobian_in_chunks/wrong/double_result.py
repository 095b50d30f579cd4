# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    page = torch.zeros(len(y), len(x), dtype=torch.float64)
    for i in range(0, len(y), chunk_size):
        page[i : i + chunk_size] = vmap(pullback)(torch.eye(len(y), dtype=y.dtype)[i : i + chunk_size])[0]
    return page
