# fails: cost
# fault: forward-mode
# says: tangents were pushed
from torch.func import functional_call, jacfwd, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach() for k, p in model.named_parameters()}

    def loss(params, x, t):
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    return vmap(jacfwd(loss), (None, 0, 0))(params, X, y)
