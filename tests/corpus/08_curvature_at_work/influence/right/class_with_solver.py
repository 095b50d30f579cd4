# style: a class, with its solver as a method
import torch
from torch.func import grad, jvp


class Influence:
    def __init__(self, losses, theta, damping):
        self.losses, self.theta, self.damping = losses, theta, damping
        self.slopes = grad(lambda at: losses(at).sum())

    def __call__(self, v):
        return jvp(self.slopes, (self.theta,), (v,))[1] + self.damping * v

    def solve(self, b):
        small = 1e-9 if b.dtype is torch.float64 else 1e-6
        x, r, p = torch.zeros_like(b), b.clone(), b.clone()
        steps = 0
        while r.norm() > small * b.norm() and steps < 2 * len(b):
            image = self(p)
            old = r @ r
            x += old / (p @ image) * p
            r -= old / (p @ image) * image
            p = r + (r @ r) / old * p
            steps += 1
        return x


def influence(losses, test_loss, theta, damping):
    of = Influence(losses, theta, damping)
    return -jvp(losses, (theta,), (of.solve(grad(test_loss)(theta)),))[1]
