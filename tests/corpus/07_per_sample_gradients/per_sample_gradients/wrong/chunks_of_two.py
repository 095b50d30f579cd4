# fails: cost
# fault: batch-in-chunks
# says: in parts
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    p = {k: v.detach() for k, v in model.named_parameters()}
    def one(p, x, t):
        return loss_fn(functional_call(model, p, (x[None],)), t[None])
    return vmap(grad(one), (None, 0, 0), chunk_size=2)(p, X, y)
