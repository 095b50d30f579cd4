# fails: cost
# fault: forward-as-wide
# says: copies of x
import torch


def jacobian_by_vmap(f, x):
    m = len(f(x))
    copies = x.expand(m, -1).clone().requires_grad_()
    outputs = torch.vmap(f)(copies)
    return torch.autograd.grad(outputs, copies, torch.eye(m, dtype=x.dtype, device=x.device))[0]
