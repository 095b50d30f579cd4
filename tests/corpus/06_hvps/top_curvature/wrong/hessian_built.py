# fails: cost
# fault: hessian-built
# says: built
from torch.func import hessian


def top_curvature(f, x, v0, steps):
    H, u = hessian(f)(x), v0
    for _ in range(steps):
        u = H @ u
        u = u / u.norm()
    return u @ H @ u, u
