# fails: cost
# fault: batch-in-chunks
# says: went through f in parts
import torch


def batch_hessian(f, X):
    return torch.vmap(torch.func.hessian(f), chunk_size=4)(X)
