# fails: value
# fault: model-in-another-mode
# says: in another mode
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    model.eval()
    named = {k: p.detach() for k, p in model.named_parameters()}

    def f(theta):
        parts = theta.split([p.numel() for p in named.values()])
        given = {k: part.view(p.shape) for (k, p), part in zip(named.items(), parts)}
        return loss_fn(functional_call(model, given, (X,)), y)

    return f, torch.cat([p.reshape(-1) for p in named.values()])
