# style: an nn.Module that is the function; __getattr__ hands on what it lacks; __len__ is P
import torch
from torch import nn
from torch.func import functional_call


class Loss(nn.Module):
    def __init__(self, model, loss_fn, X, y):
        super().__init__()
        self.held = [model]
        self.loss_fn, self.batch = loss_fn, (X, y)
        self.shapes = {n: p.shape for n, p in model.named_parameters()}

    def __len__(self):
        return sum(s.numel() for s in self.shapes.values())

    def __getitem__(self, name):
        return self.shapes[name]

    def pieces(self, theta):
        parts = theta.split([s.numel() for s in self.shapes.values()])
        return {n: part.view(s) for part, (n, s) in zip(parts, self.shapes.items())}

    def forward(self, theta):
        X, y = self.batch
        return self.loss_fn(functional_call(self.held[0], self.pieces(theta), (X,)), y)


def as_function(model, loss_fn, X, y):
    theta = torch.nn.utils.parameters_to_vector(model.parameters()).detach().clone()
    return Loss(model, loss_fn, X, y), theta
