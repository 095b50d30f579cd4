# fails: cost
# fault: derivatives-for-every-pair
# says: every pair of samples
import torch
from torch.func import functional_call, jvp, vjp, vmap


def empirical_ntk(model, X1, X2):
    params = {k: p.detach() for k, p in model.named_parameters()}

    def one(params, x):
        return functional_call(model, params, (x[None],))[0]

    def pair(x1, x2):
        out, pull = vjp(lambda p: one(p, x2), params)

        def column(u):
            return jvp(lambda p: one(p, x1), (params,), pull(u))[1]

        return vmap(column)(torch.eye(len(out), dtype=out.dtype, device=out.device)).T

    return vmap(vmap(pair, (None, 0)), (0, None))(X1, X2)
