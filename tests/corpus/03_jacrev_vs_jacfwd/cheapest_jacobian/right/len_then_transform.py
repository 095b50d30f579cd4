# style: one extra forward to learn M, then the library's transform
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return (jacfwd if x.numel() < f(x).numel() else jacrev)(f)(x)
