# fails: value
# fault: rows-times-theta
# says: its parameter
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    P = {k: v.detach() for k, v in model.named_parameters()}
    J = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))
    a, b = J(P, X1), J(P, X2)
    f = lambda j: torch.cat([(v * P[k]).reshape(*v.shape[:2], -1) for k, v in j.items()], 2)
    return torch.einsum("icp,jdp->ijcd", f(a), f(b))
