# style: .backward twice, .grad cleared in between
import torch


def hvp_revrev(f, x, v):
    leaf = x.clone().requires_grad_()
    f(leaf).backward(create_graph=True)
    g, leaf.grad = leaf.grad, None
    if g.requires_grad:
        g.backward(v)
    out = torch.zeros_like(x) if leaf.grad is None else leaf.grad
    leaf.grad = None
    return out
