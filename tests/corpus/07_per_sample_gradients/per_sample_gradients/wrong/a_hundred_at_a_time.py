# fails: cost
# fault: over-the-budget-elsewhere
# says: breaks it on others
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {name: p.detach() for name, p in model.named_parameters()}

    def loss(params, x, t):
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    return vmap(grad(loss), (None, 0, 0), chunk_size=100)(params, X, y)
