# style: a class that records once and can be asked for any row
import torch


class RowByRow:
    def __init__(self, f):
        self.f = f

    def __call__(self, x):
        self.x = x.clone().requires_grad_()
        self.y = self.f(self.x)
        return torch.stack([self[i] for i in range(len(self))])

    def __len__(self):
        return self.y.shape[0]

    def __getitem__(self, i):
        last = i == len(self) - 1
        return torch.autograd.grad(self.y[i], self.x, retain_graph=not last)[0]


def jacobian_by_rows(f, x):
    return RowByRow(f)(x)
