# fails: cost
# fault: outputs-through-the-batch
# says: b² blocks
import torch
from torch.func import functional_call, jacrev


def empirical_ntk(model, X1, X2):
    params = {k: p.detach() for k, p in model.named_parameters()}
    J1, J2 = (jacrev(lambda p: functional_call(model, p, (X,)))(params) for X in (X1, X2))
    flat = lambda J: J.reshape(*J.shape[:2], -1)
    return sum(torch.einsum("ikp,jlp->ijkl", flat(J1[k]), flat(J2[k])) for k in params)
