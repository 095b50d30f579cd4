# style: J is a transposed view of a wider buffer, so it is not contiguous
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    buffer = x.new_full((x.numel() + 3, 2 * y.numel() + 500), float("inf"))
    J = buffer[3:, 500::2].T
    for i in range(y.numel()):
        J[i, :] = torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    return J
