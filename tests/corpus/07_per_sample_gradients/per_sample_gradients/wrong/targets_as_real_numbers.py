# fails: value
# fault: targets-converted
# says: whole number
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    parameters = {name: each.detach() for name, each in model.named_parameters()}

    def loss(parameters, x, t):
        return loss_fn(functional_call(model, parameters, (x[None],)), t[None].to(x.dtype))

    return vmap(grad(loss), (None, 0, 0))(parameters, X, y)
