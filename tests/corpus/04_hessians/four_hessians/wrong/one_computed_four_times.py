# fails: method
# fault: one-for-several
# says: same composition
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    H = jacfwd(jacrev(f))(x)
    return {
        "fwd_rev": H,
        "rev_rev": H.clone(),
        "fwd_fwd": H.clone(),
        "rev_fwd": H.clone(),
    }
