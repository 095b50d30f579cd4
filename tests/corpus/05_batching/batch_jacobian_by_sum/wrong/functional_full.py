# fails: cost
# fault: full-then-diagonal
# says: memory for every pair
import torch


def batch_jacobian_by_sum(f, X):
    whole = torch.autograd.functional.jacobian(f, X)
    return torch.stack([whole[b, :, b] for b in range(len(X))])
