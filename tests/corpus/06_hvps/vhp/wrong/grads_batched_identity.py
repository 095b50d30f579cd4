# fails: cost
# fault: hessian-built
# says: built
import torch


def vhp(f, x, v):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:
        return torch.zeros_like(x)
    eye = torch.eye(len(x), dtype=x.dtype, device=x.device)
    return v @ torch.autograd.grad(g, leaf, eye, is_grads_batched=True)[0]
