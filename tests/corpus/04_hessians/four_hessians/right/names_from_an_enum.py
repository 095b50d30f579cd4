# style: the names are a StrEnum's members
from enum import StrEnum
from torch.func import jacfwd, jacrev


class Way(StrEnum):
    FWD_REV = "fwd_rev"
    REV_REV = "rev_rev"
    FWD_FWD = "fwd_fwd"
    REV_FWD = "rev_fwd"


T = {"fwd": jacfwd, "rev": jacrev}


def four_hessians(f, x):
    made = {}
    for way in Way:
        outer, inner = way.split("_")
        made[way] = T[outer](T[inner](f))(x)
    return made
