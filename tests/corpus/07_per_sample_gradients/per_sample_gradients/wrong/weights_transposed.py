# fails: value
# fault: axes-in-another-order
# says: axes in another order
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    parameters = {name: p.detach() for name, p in model.named_parameters()}

    def of_one(parameters, x, t):
        return loss_fn(functional_call(model, parameters, (x[None],)), t[None])

    slopes = vmap(grad(of_one), (None, 0, 0))(parameters, X, y)
    return {name: g.mT if g.dim() == 3 else g for name, g in slopes.items()}
