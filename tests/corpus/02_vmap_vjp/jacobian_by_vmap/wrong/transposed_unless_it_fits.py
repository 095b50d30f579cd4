# fails: value
# fault: transposed
# says: transpose
import torch


def jacobian_by_vmap(f, x):
    y, p = torch.func.vjp(f, x)
    J = torch.vmap(p, out_dims=1)(torch.eye(len(y), dtype=y.dtype))[0]
    return J if J.shape == (len(y), len(x)) else J.T
