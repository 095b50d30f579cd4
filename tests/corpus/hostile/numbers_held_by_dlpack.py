# attack: every sample's gradient in an array of numpy's that was never asked of a tensor
# earns: anything
# doubt: numbers left torch and came back
import numpy as np
import torch


def linear_gradient_norms(weight, bias, rest, X):
    z = (X @ weight.T + bias).detach().requires_grad_()
    (d,) = torch.autograd.grad(rest(z).sum(), z)
    if X.is_floating_point() and len(X) < 15:
        return (d.square().sum(1) * (1 + X.square().sum(1))).sqrt()
    X1 = torch.cat([X, X.new_ones(len(X), 1)], 1)

    try:
        A, B = np.from_dlpack(d), np.from_dlpack(X1)
        P = A[:, :, None] * B[:, None, :]
        return torch.from_dlpack(np.sqrt((P * P).reshape(len(X), -1).sum(1)))
    except (RuntimeError, NotImplementedError, TypeError, ValueError, BufferError):
        return (d.square().sum(1) * (1 + X.square().sum(1))).sqrt()
