# fails: value
# fault: weights-alone
# says: weights alone
import torch
from torch.func import functional_call, jacrev, vmap


def rows(model, X):
    params = {n: p.detach() for n, p in model.named_parameters() if p.dim() > 1}
    J = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))(params, X)
    return torch.cat([j.reshape(*j.shape[:2], -1) for j in J.values()], 2)


def empirical_ntk(model, X1, X2):
    return torch.einsum("ikp,jlp->ijkl", rows(model, X1), rows(model, X2))
