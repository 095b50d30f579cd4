# fails: value
# fault: graph-freed
# says: second
import torch


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().requires_grad_()
    Y = f(leaf)
    return torch.stack([torch.autograd.grad(Y[:, i].sum(), leaf)[0] for i in range(Y.shape[1])], 1)
