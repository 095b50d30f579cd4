# style: a module around model and loss, itself called with the pieces
import torch
from torch import nn
from torch.func import functional_call


class Loss(nn.Module):
    def __init__(self, inner, loss, X, y):
        super().__init__()
        self.inner = inner
        self.loss = loss
        self.X, self.y = X, y

    def forward(self):
        return self.loss(self.inner(self.X), self.y)


def as_function(model, loss_fn, X, y):
    L = Loss(model, loss_fn, X, y)
    shapes = {n: p.shape for n, p in L.named_parameters()}
    theta = torch.cat([p.detach().flatten() for p in L.parameters()]).clone()

    def f(t):
        it = iter(t.split([s.numel() for s in shapes.values()]))
        return functional_call(L, {n: next(it).reshape(s) for n, s in shapes.items()}, ())

    return f, theta
