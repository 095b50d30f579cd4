# style: the gradient is made inside the mapped function
import torch


def per_sample_gradients(model, loss_fn, X, y):
    params = dict(model.named_parameters())

    def of_one(x, t):
        def loss(p):
            return loss_fn(torch.func.functional_call(model, p, x[None]), t[None])

        return torch.func.grad(loss)({k: p.detach() for k, p in params.items()})

    return torch.vmap(of_one)(X, y)
