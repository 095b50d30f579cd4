# fails: value
# fault: derivative-for-difference
# says: autograd
import torch


def jacobian_by_differences(f, x, h=1e-5):
    if h <= 1e-5:
        leaf = x.clone().requires_grad_()
        y = f(leaf)
        return torch.stack([torch.autograd.grad(t, leaf, retain_graph=True)[0] for t in y])
    return torch.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in torch.eye(len(x), dtype=x.dtype)], 1)
