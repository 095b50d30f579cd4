# style: derivative by a shift that is zero, and a backward
import torch


def linear_gradient_norms(weight, bias, rest, X):
    shift = torch.zeros(len(X), len(bias), dtype=X.dtype, device=X.device, requires_grad=True)
    rest(torch.nn.functional.linear(X, weight, bias) + shift).sum().backward()
    squares = shift.grad.square().sum(1)
    return torch.sqrt(squares + squares * X.square().sum(1))
