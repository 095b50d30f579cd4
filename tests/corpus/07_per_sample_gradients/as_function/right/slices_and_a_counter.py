# style: slices cut out with a running start, shapes kept in a list
import torch


def as_function(model, loss_fn, X, y):
    shapes = [(k, p.shape, p.numel()) for k, p in model.named_parameters()]
    theta = torch.cat([p.data.flatten() for _, p in model.named_parameters()])

    def f(v):
        at = 0
        params = {}
        for k, shape, n in shapes:
            params[k] = v[at : at + n].reshape(shape)
            at += n
        return loss_fn(torch.func.functional_call(model, params, X), y)

    return f, theta
