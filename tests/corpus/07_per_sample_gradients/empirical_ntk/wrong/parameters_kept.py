# fails: value
# fault: kept-between-calls
# says: kept between calls
import torch
from torch.func import functional_call, jacrev, vmap
kept = {}


def empirical_ntk(model, X1, X2):
    params = kept.get(id(model))
    if params is None:
        params = kept[id(model)] = {k: p.detach() for k, p in model.named_parameters()}
    J = lambda X: vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))(params, X)
    a, b = J(X1), J(X2)
    return sum(torch.einsum("ikp,jlp->ijkl", a[k].reshape(*a[k].shape[:2], -1), b[k].reshape(*b[k].shape[:2], -1)) for k in params)
