# style: vmap of jacrev for each batch, one einsum a parameter
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    params = {k: p.detach() for k, p in model.named_parameters()}

    def one(params, x):
        return functional_call(model, params, (x[None],))[0]

    J1, J2 = (vmap(jacrev(one), (None, 0))(params, X) for X in (X1, X2))
    flat = lambda J: J.reshape(*J.shape[:2], -1)
    return sum(torch.einsum("ikp,jlp->ijkl", flat(J1[k]), flat(J2[k])) for k in params)
