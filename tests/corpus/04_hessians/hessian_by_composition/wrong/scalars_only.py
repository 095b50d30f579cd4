# fails: value
# fault: vector-f-not-noticed
# says: several outputs
from torch.func import grad, jacfwd


def hessian_by_composition(f, x):
    return jacfwd(grad(f))(x)
