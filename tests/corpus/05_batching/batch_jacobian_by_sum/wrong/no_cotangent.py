# fails: value
# fault: no-cotangent
# says: several outputs
import torch


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().requires_grad_()
    (J,) = torch.autograd.grad(f(leaf).sum(0), leaf)
    return J
