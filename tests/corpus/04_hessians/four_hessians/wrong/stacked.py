# fails: value
# fault: wrong-type
# says: other than
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    ways = (jacfwd(jacrev(f)), jacrev(jacrev(f)), jacfwd(jacfwd(f)), jacrev(jacfwd(f)))
    return torch.stack([way(x) for way in ways])
