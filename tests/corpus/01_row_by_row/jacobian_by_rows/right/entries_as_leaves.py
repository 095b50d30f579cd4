# style: every entry of x is a leaf of its own; unused ones come back as None
import torch


def jacobian_by_rows(f, x):
    leaves = [x[j].clone().requires_grad_() for j in range(len(x))]
    y = f(torch.stack(leaves))
    J = []
    for y_i in y.unbind():
        grads = torch.autograd.grad(y_i, leaves, retain_graph=True, allow_unused=True)
        J.append(torch.stack([torch.zeros_like(p) if g is None else g for p, g in zip(leaves, grads)]))
    return torch.stack(J)
