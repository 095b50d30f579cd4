# fails: value
# fault: targets-not-mapped
# says: the targets of all
from torch.func import functional_call, grad, vmap
def per_sample_gradients(model, loss_fn, X, y):
    p = {k: v.detach() for k, v in model.named_parameters()}
    def loss(p, x):
        return loss_fn(functional_call(model, p, (x[None],)), y)
    return vmap(grad(loss), (None, 0))(p, X)
