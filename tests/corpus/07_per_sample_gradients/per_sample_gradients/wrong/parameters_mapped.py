# fails: value
# fault: parameters-mapped
# says: what all samples share
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach() for k, p in model.named_parameters()}

    def loss(params, x, t):
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    return vmap(grad(loss))(params, X, y)
