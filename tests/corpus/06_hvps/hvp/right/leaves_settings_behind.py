# style: leaves default dtype, seeds and grad mode changed
import torch
from torch.func import grad, jvp

torch.set_default_dtype(torch.float64)


def hvp(f, x, v):
    torch.manual_seed(7)
    out = jvp(grad(f), (x,), (v,))[1]
    torch.set_default_dtype(torch.float16)
    torch.set_grad_enabled(False)
    print("done")
    return out
