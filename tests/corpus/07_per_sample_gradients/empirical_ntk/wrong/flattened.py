# fails: value
# fault: flattened
# says: as a matrix
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    params = {k: p.detach() for k, p in model.named_parameters()}
    jacobian = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))
    J1, J2 = jacobian(params, X1), jacobian(params, X2)
    rows = lambda J: J.reshape(J.shape[0] * J.shape[1], -1)
    return sum(rows(J1[k]) @ rows(J2[k]).T for k in params)
