# fails: value
# fault: f-gives-nothing
# says: gives nothing back
import torch


def as_function(model, loss_fn, X, y):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def f(theta):
        ...  # to be written

    return f, torch.cat([p.reshape(-1) for p in named.values()])
