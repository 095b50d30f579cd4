# fails: cost
# fault: reverse-for-tall
# says: where n < m
import torch


def cheapest_jacobian(f, x):
    return torch.func.jacrev(f)(x)
