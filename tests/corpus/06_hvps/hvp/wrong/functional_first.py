# fails: value
# fault: value-returned
# says: f(x)
from torch.autograd.functional import hvp as library


def hvp(f, x, v):
    return library(f, x, v)[0]
