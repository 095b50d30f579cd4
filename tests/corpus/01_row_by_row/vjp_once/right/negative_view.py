# style: pulls back -v and returns torch's lazy negative of it
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, -v)[0]
    return torch._neg_view(row)
