# fails: value
# fault: looks-at-some-rows
# says: some rows, or in one direction
import torch


def is_independent(f, X):
    Z = X.clone()
    Z[0] += 1.0
    return torch.allclose(f(Z)[1:], f(X)[1:], rtol=1e-6, atol=1e-7)
