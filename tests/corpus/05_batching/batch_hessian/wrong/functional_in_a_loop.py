# fails: value
# fault: raised
# says: gives one number
import torch


def batch_hessian(f, X):
    return torch.stack([torch.autograd.functional.hessian(f, x) for x in X])
