# fails: value
# fault: lengths-of-columns
# says: lengths
import torch
from torch.func import grad, jvp
def hessian_diagonal(f, x):
    out = []
    for i in range(len(x)):
        e = torch.zeros_like(x); e[i] = 1
        out.append(jvp(grad(f), (x,), (e,))[1].norm())
    return torch.stack(out)
