# style: vmap over outputs, whose axis out_dims puts second
import torch


def batch_jacobian_by_sum(f, X):
    total, pull = torch.func.vjp(lambda Z: f(Z).sum(0), X)
    units = torch.eye(total.numel(), dtype=X.dtype, device=X.device)
    return torch.vmap(pull, out_dims=1)(units)[0]
