# fails: cost
# fault: full-then-diagonal
# says: memory for every pair
import torch


def batch_jacobian(f, X):
    whole = torch.autograd.functional.jacobian(torch.vmap(f), X)
    b = torch.arange(len(X))
    return whole[b, :, b]
