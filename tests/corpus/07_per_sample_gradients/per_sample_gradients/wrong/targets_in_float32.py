# fails: value
# fault: dtype-hard-coded
# says: .float()
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {name: p.detach() for name, p in model.named_parameters()}

    def loss(params, x, t):
        t = t.float() if t.is_floating_point() else t
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    return vmap(grad(loss), (None, 0, 0))(params, X, y)
