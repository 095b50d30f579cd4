# fails: value
# fault: outputs-summed
# says: sum
from torch.func import grad


def cheapest_jacobian(f, x):
    return grad(lambda z: f(z).sum())(x)
