# fails: value
# fault: averaged-with-its-transpose
# says: must match
import torch


def mixed_hessian(f, x, y):
    a, b = x.detach().requires_grad_(), y.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(a, b), b, create_graph=True)
    rows = [torch.autograd.grad(entry, a, retain_graph=True)[0] for entry in g]
    H = torch.stack(rows)
    return (H + H.T) / 2
