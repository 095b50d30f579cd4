# style: differences of the vjps of growing sums
import torch
from itertools import pairwise


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    c = [torch.zeros_like(x)] + [
        torch.autograd.grad(y[: i + 1].sum(), leaf, retain_graph=True)[0] for i in range(len(y))
    ]
    return torch.stack([b - a for a, b in pairwise(c)])
