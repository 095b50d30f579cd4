# fails: value
# fault: cotangent-shared
# says: an f that hands its cotangent on
import torch


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().requires_grad_()
    Y = f(leaf)
    ones, rows = torch.zeros_like(Y), []
    for i in range(Y.shape[1]):
        ones.zero_()
        ones[:, i] = 1
        rows.append(torch.autograd.grad(Y, leaf, ones, retain_graph=True)[0])
    return torch.stack(rows, 1)
