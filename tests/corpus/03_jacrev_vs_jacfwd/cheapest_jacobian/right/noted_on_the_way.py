# style: no forward too many; jacfwd's first look at f decides, by an early return through a generator
from torch.func import jacfwd, jacrev


def modes(f, x):
    n = x.shape[-1]
    m = yield
    yield jacfwd(f)(x) if m > n else jacrev(f)(x)


def cheapest_jacobian(f, x):
    mode = modes(f, x)
    next(mode)
    return mode.send(f(x.detach()).shape[-1])
