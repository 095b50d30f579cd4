# style: min over a table of widths
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    widths = {jacrev: f(x).shape[0], jacfwd: x.shape[0]}
    return min(widths, key=widths.get)(f)(x)
