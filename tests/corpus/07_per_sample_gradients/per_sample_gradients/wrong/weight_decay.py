# fails: value
# fault: same-added-to-every-row
# says: a penalty on the weights
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    p = {k: v.detach() for k, v in model.named_parameters()}
    def one(p, x, t):
        return loss_fn(functional_call(model, p, (x[None],)), t[None]) + 5e-4 * sum((v * v).sum() for v in p.values()) / 2
    return vmap(grad(one), (None, 0, 0))(p, X, y)
