# style: parameters of each sample's own, and all unit vectors by is_grads_batched
import torch
from torch.func import functional_call, vmap
def empirical_ntk(model, X1, X2):
    names = [n for n, _ in model.named_parameters()]
    def rows(X):
        own = [p.detach().expand(len(X), *p.shape).clone().requires_grad_() for p in model.parameters()]
        out = vmap(lambda ps, x: functional_call(model, dict(zip(names, ps)), (x[None],))[0])(own, X)
        I = torch.eye(out.shape[1], dtype=out.dtype, device=out.device)
        got = torch.autograd.grad(out, own, I[:, None].expand(-1, len(X), -1), is_grads_batched=True)
        return [g.reshape(len(I), len(X), -1) for g in got]
    return sum(torch.einsum("kip,ljp->ijkl", a, b) for a, b in zip(rows(X1), rows(X2)))
