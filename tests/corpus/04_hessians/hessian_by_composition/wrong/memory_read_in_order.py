# fails: value
# fault: strides-ignored
# says: memory
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f))(torch.as_strided(x, (len(x),), (1,)))
