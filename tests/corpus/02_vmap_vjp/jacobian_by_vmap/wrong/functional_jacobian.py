# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
from torch.autograd.functional import jacobian


def jacobian_by_vmap(f, x):
    return jacobian(f, x, vectorize=True)
