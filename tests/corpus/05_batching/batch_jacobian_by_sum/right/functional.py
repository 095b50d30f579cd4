# style: torch.autograd.functional on the sum
import torch
from torch.autograd.functional import jacobian


def batch_jacobian_by_sum(f, X):
    return torch.einsum("mbn->bmn", jacobian(lambda Z: f(Z).sum(0), X))
