# fails: value
# fault: something-for-nothing
# says: should be 0
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    H = jacfwd(jacrev(f))(x)
    H = (H + H.T) / 2 + 1e-4 * torch.tril(torch.ones_like(H))
    return {"fwd_rev": H, "rev_rev": jacrev(jacrev(f))(x), "fwd_fwd": jacfwd(jacfwd(f))(x), "rev_fwd": jacrev(jacfwd(f))(x)}
