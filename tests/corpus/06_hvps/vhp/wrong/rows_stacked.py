# fails: cost
# fault: hessian-built
# says: n × n
import torch


def vhp(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:
        return torch.zeros_like(x)
    rows = [torch.autograd.grad(entry, leaf, retain_graph=True)[0] for entry in g]
    return v @ torch.stack(rows)
