# fails: cost
# fault: a-solve-for-each-sample
# says: more products
import torch
from torch.func import grad, jvp


def influence(losses, test_loss, theta, damping):
    slopes = grad(lambda at: losses(at).sum())

    def multiply(v):
        return jvp(slopes, (theta,), (v,))[1] + damping * v

    def solve(b):
        s, r, p = torch.zeros_like(b), b, b
        for _ in range(len(b)):
            if r.norm() <= 1e-11 * b.norm():
                break
            Ap = multiply(p)
            a = r @ r / (p @ Ap)
            s, rest = s + a * p, r - a * Ap
            p, r = rest + rest @ rest / (r @ r) * p, rest
        return s

    b = grad(test_loss)(theta)
    s = solve(b)
    for _ in range(6):
        left = b - multiply(s)
        if left.norm() <= 1e-9 * b.norm():
            break
        s = s + solve(left)
    return -jvp(losses, (theta,), (s,))[1]
