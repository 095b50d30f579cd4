# style: the pullback of a one, for each sample
import torch
from torch.func import functional_call, vjp, vmap
def per_sample_gradients(model, loss_fn, X, y):
    p = {k: v.detach() for k, v in model.named_parameters()}
    def of(x, t):
        out, pull = vjp(lambda q: loss_fn(functional_call(model, q, (x.unsqueeze(0),)), t.unsqueeze(0)), p)
        return pull(torch.ones_like(out))[0]
    return vmap(of)(X, y)
