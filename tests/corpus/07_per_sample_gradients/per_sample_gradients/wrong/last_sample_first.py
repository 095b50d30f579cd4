# fails: value
# fault: in-reverse-order
# says: in reverse order
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    p = {k: v.detach() for k, v in model.named_parameters()}
    def one(p, x, t):
        return loss_fn(functional_call(model, p, (x,)), t)
    g = vmap(grad(one), (None, 0, 0))(p, X.unsqueeze(1), y.unsqueeze(1))
    return {k: v.flip(0) for k, v in g.items()}
