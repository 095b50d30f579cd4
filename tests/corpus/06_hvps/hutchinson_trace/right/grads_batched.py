# style: is_grads_batched, then a flat dot product
import torch


def hutchinson_trace(f, x, probes):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    rows = torch.autograd.grad(g, leaf, probes, is_grads_batched=True)[0]
    return torch.dot(rows.flatten(), probes.flatten()) / len(probes)
