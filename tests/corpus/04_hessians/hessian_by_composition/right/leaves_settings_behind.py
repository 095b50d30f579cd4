# style: default dtype, seeds and grad mode left changed; prints and warns
import warnings

import torch


def hessian_by_composition(f, x):
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(7)
    warnings.warn("a Hessian", stacklevel=2)
    H = torch.func.jacfwd(torch.func.jacrev(f))(x)
    print(H)
    torch.set_grad_enabled(False)
    return H
