# style: tensordot over each parameter's own axes
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    P = {k: v.detach() for k, v in model.named_parameters()}
    J = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))
    a, b = J(P, X1), J(P, X2)
    out = 0
    for k, p in P.items():
        d = list(range(2, 2 + p.dim()))
        term = torch.tensordot(a[k], b[k], dims=(d, d)) if d else a[k][:, :, None, None] * b[k][None, None]
        out = out + term
    return out.permute(0, 2, 1, 3)
