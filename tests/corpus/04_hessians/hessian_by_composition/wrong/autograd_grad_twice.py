# fails: method
# fault: tool-missing
# says: torch.func.jacfwd
import torch


def hessian_by_composition(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    H = []
    for entry in y.reshape(-1):
        (g,) = torch.autograd.grad(entry, leaf, create_graph=True)
        g = g + 0 * leaf
        H.append(torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in g]))
    return torch.stack(H).reshape(*y.shape, len(x), len(x)).detach()
