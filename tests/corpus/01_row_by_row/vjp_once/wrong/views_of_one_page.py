# fails: value
# fault: earlier-result-changed
# says: earlier
import torch

_page = {torch.float32: torch.empty(4096), torch.float64: torch.empty(4096, dtype=torch.float64)}


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    out = _page[x.dtype][: x.numel()]
    return out.copy_(torch.autograd.grad(f(leaf), leaf, v)[0])
