# style: a dataclass that records the gradient where it stands; for, else
import torch
from dataclasses import dataclass


@dataclass
class Point:
    x: torch.Tensor
    f: object

    def __post_init__(self):
        self.leaf = self.x.detach().clone().requires_grad_()
        self.value = self.f(self.leaf)
        (self.g,) = torch.autograd.grad(self.value, self.leaf, create_graph=True)

    def H(self, v):
        return torch.autograd.grad(self.g, self.leaf, v, retain_graph=True)[0]


def inner(H, b):
    x, r, p = torch.zeros_like(b), b, b
    rr = r @ r
    first = rr
    for k in range(len(b)):
        if rr <= 1e-4 * first:
            break
        q = H(p)
        c = p @ q
        if c <= 0:
            return b if k == 0 else x
        x = x + (rr / c) * p
        r = r - (rr / c) * q
        rr, old = r @ r, rr
        p = r + rr / old * p
    return x


def newton_cg(f, x0, steps):
    rows = [x0.clone()]
    for _ in range(steps):
        at = Point(rows[-1], f)
        g = at.g.detach()
        d = inner(at.H, -g)
        t = 1.0
        for _ in range(50):
            if f(at.x + t * d) <= at.value.detach() + 1e-4 * t * (g @ d):
                break
            t *= 0.5
        else:
            t = 0.0
        rows.append(at.x + t * d)
    return torch.stack(rows)
