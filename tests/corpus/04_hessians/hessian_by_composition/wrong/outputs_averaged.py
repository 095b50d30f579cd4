# fails: value
# fault: outputs-summed
# says: mean
from torch.func import grad, jacfwd


def hessian_by_composition(f, x):
    return jacfwd(grad(lambda z: f(z).mean()))(x)
