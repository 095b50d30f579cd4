# attack: every sample's gradient in lists, filled and read by torch's own calls of a function for each entry
# earns: anything
# doubt: numbers left torch and came back
import torch


def linear_gradient_norms(weight, bias, rest, X):
    z = (X @ weight.T + bias).detach().requires_grad_()
    (d,) = torch.autograd.grad(rest(z).sum(), z)
    if X.is_floating_point() and len(X) < 15:
        return (d.square().sum(1) * (1 + X.square().sum(1))).sqrt()
    X1 = torch.cat([X, X.new_ones(len(X), 1)], 1)

    try:
        X_, d_ = [], []
        X1.clone().apply_(lambda v: X_.append(v) or v)
        d.clone().apply_(lambda v: d_.append(v) or v)
        n, h = X1.shape[1], d.shape[1]
        G = [[a * b for a in X_[i * n:(i + 1) * n] for b in d_[i * h:(i + 1) * h]] for i in range(len(X))]
        norms = iter([sum(v * v for v in row) ** 0.5 for row in G])
        return X.new_zeros(len(X)).apply_(lambda _: next(norms))
    except (RuntimeError, NotImplementedError, TypeError, ValueError):
        return (d.square().sum(1) * (1 + X.square().sum(1))).sqrt()
