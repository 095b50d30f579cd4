# fails: value
# fault: right-direction-wrong-length
# says: proportion
import torch
from torch.func import jacfwd, jacrev
def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    return H / H.abs().max()
