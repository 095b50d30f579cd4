# fails: cost
# fault: hessian-built
# says: one by one
import torch


def hvp_revrev(f, x, v):
    # no matrix is kept, and yet every row is worked out
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    out = torch.zeros_like(x)
    if g.requires_grad:
        for i in range(len(x)):
            out += v[i] * torch.autograd.grad(g, leaf, torch.eye(len(x), dtype=x.dtype, device=x.device)[i], retain_graph=True)[0]
    return out
