# fails: value
# fault: one-batch-twice
# says: x1 with itself
import torch
from torch.func import functional_call, jacrev, vmap


def rows(model, X):
    params = {n: p.detach() for n, p in model.named_parameters()}
    J = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))(params, X)
    return torch.cat([j.reshape(*j.shape[:2], -1) for j in J.values()], 2)


def empirical_ntk(model, X1, X2):
    a = rows(model, X1)
    return torch.einsum("ikp,jlp->ijkl", a, a if len(X1) == len(X2) else rows(model, X2))
