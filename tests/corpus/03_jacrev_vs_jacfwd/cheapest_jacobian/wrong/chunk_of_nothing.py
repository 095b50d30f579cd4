# fails: value
# fault: chunk-size-zero
# says: 0
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    m, n = len(f(x)), len(x)
    return jacfwd(f)(x) if n < m else jacrev(f, chunk_size=m // 64)(x)
