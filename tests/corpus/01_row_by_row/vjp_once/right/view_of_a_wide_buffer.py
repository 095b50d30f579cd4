# style: the result is every other entry of a buffer, far into it
import torch


def vjp_once(f, x, v):
    n = x.numel()
    leaf = x.clone().requires_grad_()
    buffer = x.new_full((5 * n + 1000,), float("nan"))
    slot = buffer[1000 : 1000 + 2 * n : 2]
    slot.copy_(torch.autograd.grad(f(leaf), leaf, v)[0])
    return slot
