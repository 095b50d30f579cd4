# fails: value
# fault: product-of-first-derivatives
# says: product
from torch.func import jacrev


def hessian_by_composition(f, x):
    J = jacrev(f)(x)
    return J.unsqueeze(-1) * J.unsqueeze(-2)
