# fails: value
# fault: parameter-left-out
# says: is missing
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    params = {k: p.detach() for k, p in model.named_parameters()}
    jacobian = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))
    J1, J2 = jacobian(params, X1), jacobian(params, X2)
    return sum(torch.einsum("ikp,jlp->ijkl", J1[k].flatten(2), J2[k].flatten(2)) for k in params if J1[k].dim() > 2)
