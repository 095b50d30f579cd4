# style: one flat vector of parameters, split at the end
import torch
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    named = {k: p.detach() for k, p in model.named_parameters()}
    sizes = [p.numel() for p in named.values()]
    theta = torch.cat([p.reshape(-1) for p in named.values()])

    def loss(theta, x, t):
        params = {k: part.view(p.shape) for (k, p), part in zip(named.items(), theta.split(sizes))}
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    rows = vmap(grad(loss), (None, 0, 0))(theta, X, y)
    return {k: part.reshape(len(X), *p.shape) for (k, p), part in zip(named.items(), rows.split(sizes, 1))}
