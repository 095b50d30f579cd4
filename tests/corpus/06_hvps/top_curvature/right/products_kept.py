# style: steps + 1 products in all, the last one serves the quotient
import torch
from torch.func import grad, vjp


def top_curvature(f, x, v0, steps):
    pull = vjp(grad(f), x)[1]
    pushed = pull(v0)[0]
    for _ in range(steps):
        u = pushed / torch.linalg.vector_norm(pushed)
        pushed = pull(u)[0]
    return torch.dot(u, pushed), u
