# style: checks that the four agree to ten digits
import torch
from torch.func import jacfwd, jacrev


def four_hessians(f, x):
    H = {
        f"{o}_{i}": T(U(f))(x)
        for o, T in (("fwd", jacfwd), ("rev", jacrev))
        for i, U in (("fwd", jacfwd), ("rev", jacrev))
    }
    tol = 1e-10 if x.dtype == torch.float64 else 1e-4
    for h in H.values():
        torch.testing.assert_close(h, H["fwd_rev"], rtol=tol, atol=tol)
    return H
