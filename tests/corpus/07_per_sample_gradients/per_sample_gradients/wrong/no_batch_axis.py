# fails: value
# fault: sample-without-batch-axis
# says: lost its batch axis
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach() for k, p in model.named_parameters()}

    def loss(params, x, t):
        return loss_fn(functional_call(model, params, (x,)), t)

    return vmap(grad(loss), (None, 0, 0))(params, X, y)
