# fails: method
# fault: inner-and-outer-swapped
# says: changed places
from torch.func import jacfwd, jacrev

modes = {"fwd": jacfwd, "rev": jacrev}


def four_hessians(f, x):
    H = {}
    for first in modes:
        for second in modes:
            H[f"{first}_{second}"] = modes[second](modes[first](f))(x)
    return H
