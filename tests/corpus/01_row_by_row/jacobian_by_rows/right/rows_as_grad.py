# style: each row of the matrix lent to the leaf as its .grad
import torch


def jacobian_by_rows(f, x):
    leaf = torch.autograd.Variable(x, requires_grad=True)
    y = f(leaf)
    J = x.new_zeros(len(y), len(x))
    for i in reversed(range(len(y))):
        leaf.grad = J[i]
        y.backward(torch.eye(len(y), dtype=y.dtype, device=y.device)[i], retain_graph=True)
    return J
