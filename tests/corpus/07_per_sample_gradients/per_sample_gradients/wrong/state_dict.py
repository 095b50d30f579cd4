# fails: value
# fault: state-dict-for-parameters
# says: more than the model's parameters
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    def loss(params, x, t):
        return loss_fn(functional_call(model, params, (x[None],)), t[None])

    return vmap(grad(loss), (None, 0, 0))(model.state_dict(), X, y)
