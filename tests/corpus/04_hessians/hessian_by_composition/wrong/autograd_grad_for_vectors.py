# fails: method
# fault: tool-missing-elsewhere
# says: jacrev
import torch
from torch.func import jacfwd, grad


def hessian_by_composition(f, x):
    if f(x).dim() == 0:
        return jacfwd(grad(f))(x)
    a = x.clone().requires_grad_()
    out = []
    for y in f(a):
        (g,) = torch.autograd.grad(y, a, create_graph=True)
        out.append(
            torch.stack(
                [
                    torch.autograd.grad(gi, a, retain_graph=True, materialize_grads=True)[0]
                    if g.requires_grad
                    else torch.zeros_like(x)
                    for gi in g
                ]
            )
        )
    return torch.stack(out)
