# fails: value
# fault: samples-last
# says: last axis
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {n: p.detach() for n, p in model.named_parameters()}

    def of_one(params, x, t):
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    return vmap(grad(of_one), in_dims=(None, 0, 0), out_dims=-1)(params, X, y)
