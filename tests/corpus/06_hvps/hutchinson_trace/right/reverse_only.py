# style: one recorded gradient, a backward pass a probe
import torch


def hutchinson_trace(f, x, probes):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    numbers = [p.dot(torch.autograd.grad(g, leaf, p, retain_graph=True)[0]) for p in probes]
    return torch.stack(numbers).mean()
