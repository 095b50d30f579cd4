# fails: cost
# fault: reverse-outside
# says: jacrev
from torch.func import jacrev


def hessian_by_composition(f, x):
    return jacrev(jacrev(f))(x)
