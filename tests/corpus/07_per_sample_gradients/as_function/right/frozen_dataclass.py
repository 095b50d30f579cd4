# style: a frozen dataclass that is called, which torch prints where it maps it
from dataclasses import dataclass
from typing import Any
import torch
from torch.func import functional_call

@dataclass(frozen=True)
class Bridge:
    model: Any
    loss: Any
    X: Any
    y: Any
    names: tuple
    shapes: tuple

    def __call__(self, theta):
        pieces = torch.tensor_split(theta, self.cuts())
        state = {n: p.reshape(s) for n, p, s in zip(self.names, pieces, self.shapes)}
        return self.loss(functional_call(self.model, state, args=(self.X,)), self.y)

    def cuts(self):
        total, places = 0, []
        for s in self.shapes[:-1]:
            total += s.numel()
            places.append(total)
        return places

def as_function(model, loss_fn, X, y):
    names, ps = zip(*model.named_parameters())
    theta = torch.cat([p.detach().reshape(-1) for p in ps])
    return Bridge(model, loss_fn, X, y, names, tuple(p.shape for p in ps)), theta
