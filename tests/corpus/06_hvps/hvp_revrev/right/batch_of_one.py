# style: is_grads_batched with one cotangent
import torch


def hvp_revrev(f, x, v):
    with torch.enable_grad():
        leaf = x.clone().requires_grad_()
        g = torch.autograd.grad(f(leaf), leaf, create_graph=True)[0]
    if not g.requires_grad:
        return torch.zeros_like(v)
    return torch.autograd.grad(g, leaf, v.unsqueeze(0), is_grads_batched=True)[0].squeeze(0)
