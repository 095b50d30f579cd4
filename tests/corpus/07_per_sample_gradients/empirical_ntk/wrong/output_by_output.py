# fails: cost
# fault: too-many-vectors
# says: evaluations of f
import torch
from torch.func import functional_call, grad, vmap


class Outputs:
    def __init__(self, model):
        self.model = model
        self.params = {k: p.detach() for k, p in model.named_parameters()}

    def number(self, params, x, k):
        return functional_call(self.model, params, (x[None],))[0, k]

    def rows(self, X, C):
        grads = [vmap(grad(self.number), (None, 0, None))(self.params, X, k) for k in range(C)]
        return {n: torch.stack([g[n].reshape(len(X), -1) for g in grads], 1) for n in self.params}


def empirical_ntk(model, X1, X2):
    outputs = Outputs(model)
    C = functional_call(model, outputs.params, (X1[:1],)).shape[1]
    J1, J2 = outputs.rows(X1, C), outputs.rows(X2, C)
    return sum(torch.einsum("ikp,jlp->ijkl", J1[n], J2[n]) for n in J1)
