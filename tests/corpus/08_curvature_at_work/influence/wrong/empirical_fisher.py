# fails: value
# fault: outer-products-for-h
# says: fisher
import torch
from torch.func import grad, jacrev


def influence(losses, test_loss, theta, damping):
    J = jacrev(losses)(theta)
    F = J.T @ J + damping * torch.eye(len(theta), dtype=theta.dtype)
    return -J @ torch.linalg.solve(F, grad(test_loss)(theta))
