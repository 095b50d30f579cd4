# fails: value
# fault: argument-changed
# says: argument
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    x.requires_grad_()
    return {
        "fwd_rev": jacfwd(jacrev(f))(x).detach(),
        "rev_rev": jacrev(jacrev(f))(x).detach(),
        "fwd_fwd": jacfwd(jacfwd(f))(x).detach(),
        "rev_fwd": jacrev(jacfwd(f))(x).detach(),
    }
