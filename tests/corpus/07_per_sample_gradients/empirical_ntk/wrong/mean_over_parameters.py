# fails: value
# fault: divided-by-parameters
# says: divided by the number
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    params = {k: p.detach() for k, p in model.named_parameters()}
    jacobian = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))
    J1, J2 = jacobian(params, X1), jacobian(params, X2)
    flat = lambda J: J.reshape(*J.shape[:2], -1)
    total = sum(p.numel() for p in params.values())
    return sum(torch.einsum("ikp,jlp->ijkl", flat(J1[k]), flat(J2[k])) for k in params) / total
