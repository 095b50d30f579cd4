# fails: cost
# fault: one-vector-a-pass
# says: many passes
import torch


def cheapest_jacobian(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(y_i, leaf, retain_graph=True)[0] for y_i in y])
