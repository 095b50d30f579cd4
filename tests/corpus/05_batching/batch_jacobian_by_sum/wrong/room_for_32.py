# fails: value
# fault: right-when-small
# says: written into the code
import torch


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().requires_grad_()
    Y = f(leaf)
    J = torch.zeros(len(X), Y.shape[1], X.shape[1], dtype=X.dtype)
    for i in range(min(32, Y.shape[1])):
        J[:, i] = torch.autograd.grad(Y[:, i].sum(), leaf, retain_graph=True)[0]
    return J
