# fails: method cost
# fault: loop-over-samples
# says: one sample at a time
import torch


def batch_jacobian(f, X):
    return torch.stack([torch.func.jacrev(f)(x) for x in X])
