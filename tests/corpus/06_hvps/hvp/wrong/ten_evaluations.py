# fails: cost
# fault: too-many-evaluations
# says: evaluations of f
from torch.func import grad, jvp


def hvp(f, x, v):
    assert all(f(x).dim() == 0 for _ in range(9))
    return jvp(grad(f), (x,), (v,))[1]
