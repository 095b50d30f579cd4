# fails: cost
# fault: reverse-over-forward
# says: jacrev
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    for outer, inner in ((jacrev, jacrev), (jacfwd, jacfwd), (jacrev, jacfwd)):
        torch.testing.assert_close(outer(inner(f))(x), H, rtol=1e-2, atol=1e-2)
    return H
