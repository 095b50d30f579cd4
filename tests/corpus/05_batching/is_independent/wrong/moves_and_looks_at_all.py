# fails: value
# fault: always-false
# says: says false of everything
import torch


def is_independent(f, X):
    Z = X.clone()
    Z[0] += torch.linspace(0.5, 2.0, X.shape[1])
    return torch.allclose(f(Z), f(X))
