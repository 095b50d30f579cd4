# style: is_grads_batched with a batch of a single cotangent
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    rows = torch.autograd.grad(f(leaf), leaf, v.unsqueeze(0), is_grads_batched=True)[0]
    return rows.squeeze(0)
