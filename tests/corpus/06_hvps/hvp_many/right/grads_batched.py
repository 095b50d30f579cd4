# style: is_grads_batched, torch.autograd's own name for vmap
import torch


def hvp_many(f, x, V):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return torch.autograd.grad(g, leaf, V, is_grads_batched=True)[0]
