# style: the residual itself ends the solve, and not its share of the right side
import torch
from torch.func import grad, jvp, vjp


def influence(losses, test_loss, theta, damping):
    _, pull = vjp(grad(lambda at: losses(at).sum()), theta)
    right = grad(test_loss)(theta)
    s, r, p = torch.zeros_like(right), right, right
    for _ in range(2 * len(theta)):
        if r.norm() <= 1e-10:
            break
        q = pull(p)[0] + damping * p
        far = (r @ r) / (p @ q)
        s, left = s + far * p, r - far * q
        p, r = left + (left @ left) / (r @ r) * p, left
    return -jvp(losses, (theta,), (s,))[1]
