# style: parameters as a tuple of arguments, argnums for all of them
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    names = [k for k, _ in model.named_parameters()]
    values = [p.detach().clone() for p in model.parameters()]

    def loss(x, t, *values):
        out = functional_call(model, dict(zip(names, values)), (x[None, :],))
        return loss_fn(out, t[None, ...])

    which = tuple(range(2, 2 + len(values)))
    found = vmap(grad(loss, argnums=which), in_dims=(0, 0, *[None] * len(values)))(X, y, *values)
    return {name: each for name, each in zip(names, found)}
