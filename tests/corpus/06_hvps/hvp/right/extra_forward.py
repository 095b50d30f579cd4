# style: one extra forward, to see that f is scalar
from torch.func import grad, jvp


def hvp(f, x, v):
    if f(x).dim() != 0:
        raise ValueError("f must be scalar")
    _, tangent = jvp(grad(f), (x,), (v,))
    return tangent.contiguous()
