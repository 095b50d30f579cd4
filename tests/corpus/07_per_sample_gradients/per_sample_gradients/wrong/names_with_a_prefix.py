# fails: value
# fault: wrong-names
# says: other names
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    p = {k: v.detach() for k, v in model.named_parameters()}
    def one(p, x, t):
        return loss_fn(functional_call(model, p, (x[None],)), t[None])
    g = vmap(grad(one), (None, 0, 0))(p, X, y)
    return {"model." + k: v for k, v in g.items()}
