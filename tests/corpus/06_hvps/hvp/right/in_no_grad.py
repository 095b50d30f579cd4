# style: everything under no_grad, which functional transforms ignore
import torch


@torch.no_grad()
def hvp(f, x, v):
    gradient = torch.func.grad(f)
    return torch.func.jvp(gradient, (x,), (v,))[1]
