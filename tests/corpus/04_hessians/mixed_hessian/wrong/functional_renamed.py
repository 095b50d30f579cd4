# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
from torch.autograd.functional import jacobian as jacrev
from torch.func import grad


def mixed_hessian(f, x, y):
    return jacrev(lambda z: grad(f, 0)(x, z), y)
