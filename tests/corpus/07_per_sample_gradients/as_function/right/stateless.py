# style: torch.nn.utils.stateless, the older name of the same
import torch
from torch.nn.utils import stateless


def as_function(model, loss_fn, X, y):
    named = list(model.named_parameters())

    def f(theta):
        params, start = {}, 0
        for name, p in named:
            params[name] = torch.unflatten(theta.narrow(0, start, p.numel()), 0, tuple(p.shape) or (1,)).reshape(p.shape)
            start += p.numel()
        return loss_fn(stateless.functional_call(model, params, (X,)), y)

    theta = torch.empty(sum(p.numel() for _, p in named), dtype=X.dtype, device=X.device)
    torch.cat([p.detach().reshape(-1) for _, p in named], out=theta)
    return f, theta
