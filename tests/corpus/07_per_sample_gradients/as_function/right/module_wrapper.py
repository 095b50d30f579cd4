# style: model and loss in one module, whose parameters' names get a prefix
import torch
from torch import nn
from torch.func import functional_call


class WithLoss(nn.Module):
    def __init__(self, net, loss_fn):
        super().__init__()
        self.net, self.loss_fn = net, loss_fn
        self.training = net.training

    def forward(self, X, y):
        return self.loss_fn(self.net(X), y)


def as_function(model, loss_fn, X, y):
    whole = WithLoss(model, loss_fn)
    shapes = {name: p.shape for name, p in whole.named_parameters()}

    def f(theta):
        parts = theta.split([shape.numel() for shape in shapes.values()])
        return functional_call(whole, {n: p.view(s) for (n, s), p in zip(shapes.items(), parts)}, (X, y))

    return f, torch.cat([p.detach().flatten() for p in whole.parameters()])
