# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
import torch.nn.functional as F


def linear_gradient_norms(weight, bias, rest, X):
    z = F.linear(X, weight, bias)
    ones = torch.ones(len(X), dtype=X.dtype, device=X.device)
    _, delta = torch.autograd.functional.vjp(rest, z, ones)
    return delta.norm(dim=1) * torch.sqrt(X.pow(2).sum(1) + 1)
