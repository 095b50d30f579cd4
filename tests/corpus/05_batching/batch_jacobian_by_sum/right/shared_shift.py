# style: forward mode in a shift that all rows share
import torch


def batch_jacobian_by_sum(f, X):
    shift = torch.zeros(X.shape[1], dtype=X.dtype, device=X.device)
    return torch.func.jacfwd(lambda d: f(X + d))(shift)
