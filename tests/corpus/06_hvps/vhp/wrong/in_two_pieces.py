# fails: cost
# fault: too-many-products
# says: 2 products
from torch.func import grad, vjp


def vhp(f, x, v):
    pull = vjp(grad(f), x)[1]
    import torch

    m = torch.arange(len(v), device=v.device) < len(v) // 2
    return pull(v * m)[0] + pull(v * ~m)[0]
