# fails: method cost
# fault: loop-over-samples
# says: one sample at a time
import torch


def batch_hessian(f, X):
    return torch.stack([torch.func.hessian(f)(x) for x in X])
