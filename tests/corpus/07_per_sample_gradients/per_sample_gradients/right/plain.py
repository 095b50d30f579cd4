# style: vmap of grad, as in PyTorch's own tutorial
from torch.func import functional_call, grad, vmap


def per_sample_gradients(model, loss_fn, X, y):
    params = {k: p.detach() for k, p in model.named_parameters()}

    def loss(params, x, t):
        return loss_fn(functional_call(model, params, (x.unsqueeze(0),)), t.unsqueeze(0))

    return vmap(grad(loss), in_dims=(None, 0, 0))(params, X, y)
