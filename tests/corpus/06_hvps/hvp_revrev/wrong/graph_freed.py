# fails: value
# fault: graph-freed
# says: graph
import torch


def hvp_revrev(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    torch.autograd.grad(y, leaf)
    (g,) = torch.autograd.grad(y, leaf, create_graph=True)
    return torch.autograd.grad(g, leaf, v)[0]
