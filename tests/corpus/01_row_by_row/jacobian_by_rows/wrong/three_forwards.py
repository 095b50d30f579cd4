# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch


def jacobian_by_rows(f, x):
    m, dtype = f(x).numel(), f(x).dtype
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(y, leaf, e, retain_graph=True)[0] for e in torch.eye(m, dtype=dtype, device=x.device)])
