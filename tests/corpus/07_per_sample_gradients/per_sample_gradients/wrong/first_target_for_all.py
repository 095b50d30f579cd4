# fails: value
# fault: one-target-for-all
# says: same target
import torch
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {n: p.detach() for n, p in model.named_parameters()}

    def loss(p, x):
        return loss_fn(functional_call(model, p, (x[None],)), y[:1])

    return vmap(grad(loss), (None, 0))(params, X)
