# fails: value
# fault: model-flags-changed
# says: require grad that did not
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    model.requires_grad_(True)
    params = {k: p.detach() for k, p in model.named_parameters()}

    def loss(params, x, t):
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    return vmap(grad(loss), (None, 0, 0))(params, X, y)
