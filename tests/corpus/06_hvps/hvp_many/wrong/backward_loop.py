# fails: method cost
# fault: loop-over-vectors
# says: loop
import torch


def hvp_many(f, x, V):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    rows = [torch.autograd.grad(g, leaf, v, retain_graph=True)[0] for v in V]
    return torch.stack(rows)
