# fails: value
# fault: argument-changed
# says: argument
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    x.requires_grad_()
    return jacfwd(jacrev(f))(x).detach()
