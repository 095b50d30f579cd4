# fails: value
# fault: outputs-summed
# says: sum
from torch.func import grad, jacfwd


def hessian_by_composition(f, x):
    return jacfwd(grad(lambda z: f(z).sum()))(x)
