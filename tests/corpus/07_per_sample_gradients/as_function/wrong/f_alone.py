# fails: value
# fault: no-pair
# says: not a pair
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    named = dict(model.named_parameters())

    def f(theta):
        parts = theta.split([p.numel() for p in named.values()])
        given = {k: part.view(p.shape) for (k, p), part in zip(named.items(), parts)}
        return loss_fn(functional_call(model, given, (X,)), y)

    return f
