# fails: cost
# fault: every-loss-through-the-batch
# says: b² vectors
from torch.func import functional_call, jacrev, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach() for k, p in model.named_parameters()}

    def losses(params):
        out = functional_call(model, params, (X,))
        return vmap(lambda o, t: loss_fn(o[None], t[None]))(out, y)

    return jacrev(losses)(params)
