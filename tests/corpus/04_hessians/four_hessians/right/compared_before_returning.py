# style: asserts that all four agree and are symmetric
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    H = {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }
    for name, entry in H.items():
        assert entry.shape == (len(x), len(x)), name
        torch.testing.assert_close(entry, H["fwd_rev"], rtol=1e-5 if x.dtype is torch.float32 else 1e-7, atol=1e-5)
        assert torch.allclose(entry, entry.T, atol=1e-4)
    return H
