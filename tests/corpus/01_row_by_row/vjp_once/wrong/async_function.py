# fails: value
# fault: coroutine-returned
# says: async
import torch


async def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
