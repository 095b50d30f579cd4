# fails: value
# fault: symmetric-coupling-missed
# says: softmax over the batch
import torch


def is_independent(f, X):
    return torch.allclose(f(X.flip(0)), f(X).flip(0), rtol=1e-5, atol=1e-6)
