# fails: value
# fault: transposed
# says: column
import torch


def jacobian_by_rows(f, x):
    # right for a symmetric J alone
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = x.new_zeros(len(x), len(y))
    for i in range(len(y)):
        J[:, i] = torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    return J
