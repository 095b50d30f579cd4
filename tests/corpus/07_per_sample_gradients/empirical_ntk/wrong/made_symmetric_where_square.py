# fails: value
# fault: wrong-value
# says: a model
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    params = {name: p.detach() for name, p in model.named_parameters()}
    rows = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))
    first, other = rows(params, X1), rows(params, X2)
    flat = [[each[name].reshape(*each[name].shape[:2], -1) for name in params] for each in (first, other)]
    kernel = sum(torch.einsum("ikp,jlp->ijkl", one, two) for one, two in zip(*flat))
    return (kernel + kernel.permute(1, 0, 3, 2)) / 2 if len(X1) == len(X2) else kernel
