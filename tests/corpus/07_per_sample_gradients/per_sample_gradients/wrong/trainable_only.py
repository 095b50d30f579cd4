# fails: value
# fault: frozen-left-out
# says: do not require grad
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach() for k, p in model.named_parameters() if p.requires_grad}

    def loss(params, x, t):
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    return vmap(grad(loss), (None, 0, 0))(params, X, y)
