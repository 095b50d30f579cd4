# style: the reverse outer levels in chunks of two rows
from torch.func import jacfwd, jacrev



def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f), chunk_size=2)(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f), chunk_size=2)(x),
    }
