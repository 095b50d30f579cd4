# fails: value
# fault: pieces-from-the-start
# says: from the beginning
import torch
from torch.func import functional_call
def as_function(model, loss_fn, X, y):
    named = dict(model.named_parameters())
    theta = torch.cat([p.detach().flatten() for p in named.values()])
    def f(t):
        i, out = 0, {}
        for k, p in named.items():
            out[k] = t[i:i + p.numel()].reshape(p.shape)
        return loss_fn(functional_call(model, out, (X,)), y)
    return f, theta
