# style: functools.reduce over the steps
from functools import reduce

import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    def step(state, k):
        x, r, p, done = state
        if done or r.norm() <= tol * b.norm():
            return x, r, p, True
        Ap = matvec(p)
        if p @ Ap <= 0:
            return (x if k else b.clone()), r, p, True
        a = (r @ r) / (p @ Ap)
        rest = r - a * Ap
        return x + a * p, rest, rest + (rest @ rest) / (r @ r) * p, False

    return reduce(step, range(max_steps), (torch.zeros_like(b), b, b, False))[0]
