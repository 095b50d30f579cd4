# style: prints, warns, and leaves grad mode and the default dtype changed
import warnings

import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    print("rows of", f)
    warnings.warn("here we go")
    y, pullback = vjp(f, x)
    rows = vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
    torch.set_grad_enabled(False)
    torch.set_default_dtype(torch.float64)
    return rows
