# fails: value
# fault: argument-changed
# says: argument
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    for _ in range(steps):
        v0.copy_(jvp(grad(f), (x,), (v0,))[1])
        v0 /= v0.norm()
    return v0 @ jvp(grad(f), (x,), (v0,))[1], v0.clone()
