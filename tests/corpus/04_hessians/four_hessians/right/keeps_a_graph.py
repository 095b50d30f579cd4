# style: a leaf goes in, and the graphs come out
# remark: graph-for-nothing
from torch.func import jacfwd, jacrev



def four_hessians(f, x):
    x = x.clone().requires_grad_()
    return {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
