# fails: cost
# fault: peak-too-high
# says: too much memory
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    params = {k: p.detach() for k, p in model.named_parameters()}
    jacobian = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))
    J1, J2 = jacobian(params, X1), jacobian(params, X2)
    total = 0
    for k in params:
        a, b = (J[k].reshape(*J[k].shape[:2], -1) for J in (J1, J2))
        total = total + (a[:, None, :, None] * b[None, :, None, :]).sum(-1)
    return total
