# fails: method cost
# fault: loop-over-samples
# says: one sample at a time
import torch


def batch_jacobian(f, X):
    out = []
    for x in X:
        y, pull = torch.func.vjp(f, x)
        out.append(torch.vmap(pull)(torch.eye(len(y), dtype=x.dtype, device=x.device))[0])
    return torch.stack(out)
