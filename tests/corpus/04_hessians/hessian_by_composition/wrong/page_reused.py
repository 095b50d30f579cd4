# fails: value
# fault: earlier-result-changed
# says: earlier
import torch
from torch.func import jacfwd, jacrev

_page = torch.empty(1 << 16, dtype=torch.float64)


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    page = _page.view(x.dtype)[: H.numel()].view(H.shape)
    page.copy_(H)
    return page
