# fails: value
# fault: closure-on-the-model
# says: zero throughout
import torch
from torch.func import jacrev, vmap


def empirical_ntk(model, X1, X2):
    params = {k: p.detach() for k, p in model.named_parameters()}
    jacobian = vmap(jacrev(lambda p, x: model(x[None])[0]), (None, 0))
    J1, J2 = jacobian(params, X1), jacobian(params, X2)
    flat = lambda J: J.reshape(*J.shape[:2], -1)
    return sum(torch.einsum("ikp,jlp->ijkl", flat(J1[k]), flat(J2[k])) for k in params).detach()
