# style: a vjp with a cotangent of ones, hypot for the bias
import torch


def linear_gradient_norms(weight, bias, rest, X):
    losses, pull = torch.func.vjp(rest, torch.addmm(bias, X, weight.mT))
    delta = pull(torch.ones_like(losses))[0]
    by_weight = torch.linalg.vector_norm(delta, dim=1) * torch.linalg.vector_norm(X, dim=1)
    return torch.hypot(by_weight, torch.linalg.vector_norm(delta, dim=1))
