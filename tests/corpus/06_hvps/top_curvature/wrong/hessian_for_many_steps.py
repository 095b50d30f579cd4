# fails: cost
# fault: hessian-built
# says: it was built
from torch.func import grad, jvp, hessian


def top_curvature(f, x, v0, steps):
    if steps > len(x):
        H = hessian(f)(x)
        times = lambda v: H @ v
    else:
        times = lambda v: jvp(grad(f), (x,), (v,))[1]
    u = v0 / v0.norm()
    for _ in range(steps):
        u = times(u)
        u = u / u.norm()
    return u @ times(u), u
