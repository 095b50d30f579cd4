# style: the vjp stands inside the mapped function, where x is the same for all
import torch


def jacobian_by_vmap(f, x):
    m = f(x).shape[0]
    units = torch.eye(m, dtype=x.dtype, device=x.device)
    return torch.func.vmap(lambda v: torch.func.vjp(f, x)[1](v)[0])(units)
