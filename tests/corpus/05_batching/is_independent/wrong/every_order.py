# fails: value
# fault: symmetric-coupling-missed
# says: softmax over the batch
import torch


def is_independent(f, X):
    order = torch.randperm(len(X), generator=torch.Generator().manual_seed(1))
    orders = [order, order.flip(0), torch.arange(len(X)).flip(0), torch.arange(len(X))]
    return all((f(X[o]) - f(X)[o]).abs().max() < 1e-5 for o in orders)
