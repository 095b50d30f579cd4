# fails: value
# fault: theta-requires-grad
# says: still hangs on the model
from torch.func import functional_call
from torch.nn.utils import parameters_to_vector


def as_function(model, loss_fn, X, y):
    named = dict(model.named_parameters())

    def f(theta):
        parts = theta.split([p.numel() for p in named.values()])
        given = {k: part.view(p.shape) for (k, p), part in zip(named.items(), parts)}
        return loss_fn(functional_call(model, given, (X,)), y)

    return f, parameters_to_vector(model.parameters())
