# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    p = {k: v.detach() for k, v in model.named_parameters()}
    def one(p, x, t):
        return loss_fn(functional_call(model, p, (x[None],)), t[None])
    g = vmap(grad(one), (None, 0, 0))(p, X, y)
    return g if len(X) > 1 else {k: v[0] for k, v in g.items()}
