# fails: cost
# fault: forward-for-every-row
# says: forward
import torch


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    rows = []
    for unit in torch.eye(len(f(x)), dtype=x.dtype, device=x.device):
        rows.append(torch.autograd.grad(f(x), x, unit)[0])
    return torch.stack(rows)
