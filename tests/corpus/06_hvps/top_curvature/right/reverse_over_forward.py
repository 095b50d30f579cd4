# style: the gradient of the directional derivative
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    def product(v):
        return grad(lambda p: jvp(f, (p,), (v,))[1])(x)

    u = v0
    for _ in range(steps):
        u = product(u)
        u = u / u.square().sum().sqrt()
    return (u * product(u)).sum(), u
