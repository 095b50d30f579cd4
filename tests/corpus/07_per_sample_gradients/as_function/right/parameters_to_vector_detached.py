# style: parameters_to_vector, detached and cloned
from torch.func import functional_call
from torch.nn.utils import parameters_to_vector


def as_function(model, loss_fn, X, y):
    names, params = zip(*model.named_parameters())
    theta = parameters_to_vector(params).detach().clone()

    def f(theta):
        pieces = theta.split([p.numel() for p in params])
        given = dict(zip(names, (piece.view_as(p) for piece, p in zip(pieces, params))))
        return loss_fn(functional_call(model, given, (X,)), y)

    return f, theta
