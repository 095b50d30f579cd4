# style: hands the buffers over beside the parameters
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    params = dict(model.named_parameters())
    buffers = dict(model.named_buffers())
    theta = torch.cat([p.detach().ravel() for p in params.values()]).contiguous()

    def f(theta):
        given, rest = {}, theta
        for name, p in params.items():
            head, rest = rest[: p.numel()], rest[p.numel() :]
            given[name] = head.view(p.shape)
        return loss_fn(functional_call(model, (given, buffers), args=(X,)), y)

    return f, theta
