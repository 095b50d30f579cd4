# fails: value
# fault: diagonal-estimated
# says: estimate
import torch
from torch.func import grad, jvp


def hessian_diagonal(f, x):
    # an estimate: exact for separable f alone
    torch.manual_seed(0)
    p = torch.randint(0, 2, x.shape).to(x.dtype) * 2 - 1
    return p * jvp(grad(f), (x,), (p,))[1]
