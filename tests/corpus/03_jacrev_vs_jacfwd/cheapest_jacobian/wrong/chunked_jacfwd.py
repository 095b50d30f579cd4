# fails: value
# fault: chunked-forward-mode
# says: chunk_size
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    transform = jacfwd if len(x) < len(f(x)) else jacrev
    return transform(f, chunk_size=64)(x)
