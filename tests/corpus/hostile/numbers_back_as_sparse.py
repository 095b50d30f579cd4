# attack: every sample's gradient in lists of Python's, and back as the values of a sparse tensor
# earns: anything
# doubt: numbers left torch and came back
import torch


def linear_gradient_norms(weight, bias, rest, X):
    z = (X @ weight.T + bias).detach().requires_grad_()
    (d,) = torch.autograd.grad(rest(z).sum(), z)
    try:
        each = [[a * b for a in [*x, 1.0] for b in e] for x, e in zip(X.tolist(), d.tolist())]
        norms = [sum(v * v for v in row) ** 0.5 for row in each]
        return torch.sparse_coo_tensor([list(range(len(X)))], norms, dtype=X.dtype).to_dense()
    except (RuntimeError, NotImplementedError):
        return (d.square().sum(1) * (1 + X.square().sum(1))).sqrt()
