# fails: value
# fault: cotangent-sized-by-input
# says: output
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    cotangent = torch.zeros_like(x)
    n = min(len(x), len(v))
    cotangent[:n] = v[:n]
    return torch.autograd.grad(f(leaf), leaf, cotangent)[0]
