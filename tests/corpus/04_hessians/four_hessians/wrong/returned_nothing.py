# fails: value
# fault: returned-nothing
# says: none
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    H = {"fwd_rev": jacfwd(jacrev(f))(x), "rev_rev": jacrev(jacrev(f))(x)}
    H.update(fwd_fwd=jacfwd(jacfwd(f))(x), rev_fwd=jacrev(jacfwd(f))(x))
