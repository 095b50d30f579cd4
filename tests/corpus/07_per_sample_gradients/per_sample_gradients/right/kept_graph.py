# style: parameters are handed over as they are
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    def loss(params, x, t):
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    grads = vmap(grad(loss), (None, 0, 0))(dict(model.named_parameters()), X, y)
    return {k: g.detach() for k, g in grads.items()}
