# style: a class whose object is the function
import torch
from torch.func import functional_call


class Flat:
    def __init__(self, model, loss_fn, X, y):
        self.model, self.loss_fn, self.X, self.y = model, loss_fn, X, y
        self.layout = [(name, tuple(p.shape), p.numel()) for name, p in model.named_parameters()]

    def start(self):
        with torch.no_grad():
            return torch.cat([p.reshape(-1) for p in self.model.parameters()])

    def __call__(self, theta):
        ends = torch.tensor([n for _, _, n in self.layout]).cumsum(0).tolist()
        params = {
            name: theta[end - n : end].reshape(shape) for (name, shape, n), end in zip(self.layout, ends)
        }
        return self.loss_fn(functional_call(self.model, params, (self.X,)), self.y)


def as_function(model, loss_fn, X, y):
    f = Flat(model, loss_fn, X, y)
    return f, f.start()
