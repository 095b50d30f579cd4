# fails: method cost
# fault: hessian-built
# says: built
import torch


def hvp(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:
        return torch.zeros_like(x)
    rows = [torch.autograd.grad(g[i], leaf, retain_graph=True)[0] for i in range(len(x))]
    return torch.stack(rows) @ v
