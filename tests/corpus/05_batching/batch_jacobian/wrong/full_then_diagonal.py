# fails: cost
# fault: full-then-diagonal
# says: memory for every pair
import torch


def batch_jacobian(f, X):
    J = torch.func.jacrev(torch.func.vmap(f))(X)
    return torch.stack([J[b, :, b] for b in range(len(X))])
