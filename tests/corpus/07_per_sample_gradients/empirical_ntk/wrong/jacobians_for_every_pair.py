# fails: cost
# fault: peak-too-high
# says: over all pairs
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    params = {k: p.detach() for k, p in model.named_parameters()}

    def one(params, x):
        return functional_call(model, params, (x[None],))[0]

    def pair(x1, x2):
        a, b = jacrev(one)(params, x1), jacrev(one)(params, x2)
        return sum(a[k].reshape(len(a[k]), -1) @ b[k].reshape(len(b[k]), -1).T for k in params)

    return vmap(vmap(pair, (None, 0)), (0, None))(X1, X2)
