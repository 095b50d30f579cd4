# style: every sample has parameters of its own, a pass back for each output of all
import torch
from torch.func import functional_call


def rows(model, X):
    own = {
        k: p.detach().expand(len(X), *p.shape).contiguous().requires_grad_() for k, p in model.named_parameters()
    }
    out = torch.vmap(lambda p, x: functional_call(model, p, (x[None],))[0])(own, X)
    found = []
    for c in range(out.shape[1]):
        pulled = torch.autograd.grad(out[:, c].sum(), list(own.values()), retain_graph=True)
        found.append(torch.cat([g.reshape(len(X), -1) for g in pulled], dim=1))
    return torch.stack(found, dim=1)


def empirical_ntk(model, X1, X2):
    return torch.einsum("ikp,jlp->ijkl", rows(model, X1), rows(model, X2))
