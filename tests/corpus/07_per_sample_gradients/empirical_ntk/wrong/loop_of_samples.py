# fails: method
# fault: loop-over-samples
# says: one at a time
import torch


def gradient_rows(model, X):
    params = {k: p.detach().clone().requires_grad_() for k, p in model.named_parameters()}
    rows = []
    for b in range(len(X)):
        out = torch.func.functional_call(model, params, (X[b : b + 1],))[0]
        for o in out:
            found = torch.autograd.grad(o, list(params.values()), retain_graph=True)
            rows.append(torch.cat([g.reshape(-1) for g in found]))
    return torch.stack(rows).reshape(len(X), -1, rows[0].numel())


def empirical_ntk(model, X1, X2):
    return torch.einsum("ikp,jlp->ijkl", gradient_rows(model, X1), gradient_rows(model, X2))
