# fails: value
# fault: direction-does-not-solve
# says: does not solve
import torch
from torch.func import grad, jvp


def influence(losses, test_loss, theta, damping):
    G = grad(lambda t: losses(t).sum())
    b = grad(test_loss)(theta)
    s, scale = b, 10.0
    for _ in range(2 * len(theta) - 1):
        s = b + s - (jvp(G, (theta,), (s,))[1] + damping * s) / scale
    return -jvp(losses, (theta,), (s / scale,))[1]
