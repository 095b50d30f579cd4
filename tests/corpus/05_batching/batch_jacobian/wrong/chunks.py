# fails: cost
# fault: batch-in-chunks
# says: went through f in parts
import torch


def batch_jacobian(f, X):
    return torch.vmap(torch.func.jacrev(f), chunk_size=8)(X)
