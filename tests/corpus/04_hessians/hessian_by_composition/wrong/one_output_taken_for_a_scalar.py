# fails: value
# fault: outputs-summed
# says: sum
from torch.func import grad, jacfwd, jacrev


def hessian_by_composition(f, x):
    if f(x).numel() == 1:
        return jacfwd(grad(lambda z: f(z).sum()))(x)
    return jacfwd(jacrev(f))(x)
