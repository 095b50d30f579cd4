# fails: value
# fault: closure-on-the-model
# says: every gradient is zero
from torch.func import grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach() for k, p in model.named_parameters()}
    return vmap(grad(lambda params, x, t: loss_fn(model(x[None]), t[None])), (None, 0, 0))(params, X, y)
