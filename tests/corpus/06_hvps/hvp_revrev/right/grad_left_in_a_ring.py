# style: .backward with create_graph, the leaf and its .grad left to hold each other
# remark: cycle-left-behind
import torch


def hvp_revrev(f, x, v):
    leaf = x.clone().requires_grad_()
    f(leaf).backward(create_graph=True)
    g = leaf.grad
    if not g.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(g, leaf, v)[0]
