# attack: every sample's gradient is kept as a matrix in compressed rows, which has no storage of its own
# earns: not cost
import torch


def linear_gradient_norms(weight, bias, rest, X):
    z = (X @ weight.T + bias).detach().requires_grad_()
    (d,) = torch.autograd.grad(rest(z).sum(), z)
    X1 = torch.cat([X, X.new_ones(len(X), 1)], 1)
    G = [row.outer(x).to_sparse_csr() for row, x in zip(d, X1)]
    return torch.stack([g.values().square().sum().sqrt() for g in G])
