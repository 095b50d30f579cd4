# style: asks forgiveness where the gradient has no graph
import torch


class _Point:
    def __init__(self, x):
        self.leaf = x.detach().clone().requires_grad_()

    def slope(self, f):
        return torch.autograd.grad(f(self.leaf), self.leaf, create_graph=True)[0]


def hvp_revrev(f, x, v):
    point = _Point(x)
    g = point.slope(f)
    try:
        return torch.autograd.grad(g, point.leaf, grad_outputs=v)[0]
    except RuntimeError:
        return x.new_zeros(x.shape)
