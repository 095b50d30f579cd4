# style: the gradient of the norm
import torch


def itemless(x):
    return torch.func.grad(lambda z: torch.sqrt(torch.dot(z, z)))(x)
