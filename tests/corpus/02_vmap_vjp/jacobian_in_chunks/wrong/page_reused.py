# fails: value
# fault: earlier-result-changed
# says: earlier
import torch
from torch.func import vjp, vmap

_pages = {}


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    page = _pages.setdefault((len(y), len(x), x.dtype), x.new_empty(len(y), len(x)))
    for i in range(0, len(y), chunk_size):
        page[i : i + chunk_size] = vmap(pullback)(torch.eye(len(y), dtype=y.dtype)[i : i + chunk_size])[0]
    return page
