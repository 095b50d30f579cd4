# fails: cost
# fault: one-vector-a-pass
# says: width 1
import torch
from torch.func import jvp, vjp


def cheapest_jacobian(f, x):
    y, pull = vjp(f, x)
    if len(y) <= len(x):
        return torch.stack([pull(v)[0] for v in torch.eye(len(y), dtype=y.dtype)])
    columns = [jvp(f, (x,), (t,))[1] for t in torch.eye(len(x), dtype=x.dtype)]
    return torch.stack(columns, dim=1)
