# style: one extra forward to learn the output's size and dtype
import torch


def vjp_once(f, x, v):
    with torch.no_grad():
        probe = f(x)
    assert probe.shape == v.shape
    cotangent = torch.zeros(probe.shape[0], dtype=probe.dtype, device=probe.device)
    cotangent += v
    leaf = x.clone().requires_grad_(True)
    return torch.autograd.grad(f(leaf), leaf, cotangent)[0]
