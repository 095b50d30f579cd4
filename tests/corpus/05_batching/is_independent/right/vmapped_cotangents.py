# style: all output rows at once, vmap over a vjp
import torch


def is_independent(f, X):
    Y, pull = torch.func.vjp(f, X)
    B = len(X)
    eye = torch.eye(B, dtype=X.dtype, device=X.device)
    (G,) = torch.vmap(pull)(eye[:, :, None] * torch.rand_like(Y))
    reach = G.abs().sum(-1)
    return bool((reach * (1 - eye) == 0).all())
