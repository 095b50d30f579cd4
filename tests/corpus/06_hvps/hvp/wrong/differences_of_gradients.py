# fails: value
# fault: differences-of-gradients
# says: difference
from torch.func import grad


def hvp(f, x, v, h=1e-5):
    g = grad(f)
    return (g(x + h * v) - g(x - h * v)) / (2 * h)
