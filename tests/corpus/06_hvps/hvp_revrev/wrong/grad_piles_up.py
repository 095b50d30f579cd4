# fails: value
# fault: grad-not-cleared
# says: added
import torch


def hvp_revrev(f, x, v):
    leaf = x.clone().requires_grad_()
    f(leaf).backward(create_graph=True)
    g = leaf.grad
    if not g.requires_grad:
        return torch.zeros_like(x)
    (g @ v).backward()
    return leaf.grad.detach().clone()
