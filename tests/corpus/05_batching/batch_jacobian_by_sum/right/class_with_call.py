# style: a class, one forward a row, by torch.func.grad
import torch


class SumTrick:
    def __init__(self, f):
        self.f = f

    def column(self, m):
        return lambda Z: self.f(Z)[:, m].sum()

    def __call__(self, X):
        M = self.f(X[:1]).shape[1]
        return torch.stack([torch.func.grad(self.column(m))(X) for m in range(M)], dim=1)


def batch_jacobian_by_sum(f, X):
    return SumTrick(f)(X)
