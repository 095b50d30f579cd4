# style: torch.func.grad of v · g
import torch


def vhp(f, x, v):
    gradient = torch.func.grad(f)
    return torch.func.grad(lambda p: torch.dot(v, gradient(p)))(x)
