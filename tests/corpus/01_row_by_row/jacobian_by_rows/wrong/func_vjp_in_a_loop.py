# fails: method
# fault: forbidden-tool
# says: torch.func
import torch


def jacobian_by_rows(f, x):
    y, pull = torch.func.vjp(f, x)
    return torch.stack([pull(e)[0] for e in torch.eye(len(y), dtype=y.dtype, device=y.device)])
