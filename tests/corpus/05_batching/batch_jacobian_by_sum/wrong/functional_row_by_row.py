# fails: method
# fault: samples-taken-apart
# says: by a loop or by vmap
import torch


def batch_jacobian_by_sum(f, X):
    J = torch.stack([torch.autograd.functional.jacobian(lambda Z: f(Z)[b], X)[:, b].clone() for b in range(len(X))])
    return J
