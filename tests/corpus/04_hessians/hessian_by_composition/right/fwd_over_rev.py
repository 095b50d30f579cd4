# style: jacfwd around jacrev, as hessian itself does it
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f))(x)
