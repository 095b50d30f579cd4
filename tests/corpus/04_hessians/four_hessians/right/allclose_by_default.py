# style: asserts with allclose as it comes in float64
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    H = {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
    if x.dtype is torch.float64:
        for entry in H.values():
            assert torch.allclose(entry, H["rev_rev"])
            torch.testing.assert_close(entry, entry.T)
            torch.testing.assert_close(entry, H["fwd_fwd"])
    return H
