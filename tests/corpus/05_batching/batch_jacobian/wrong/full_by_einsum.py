# fails: cost
# fault: full-then-diagonal
# says: memory for every pair
import torch


def batch_jacobian(f, X):
    return torch.einsum("bmbn->bmn", torch.func.jacfwd(torch.vmap(f))(X))
