# fails: value
# fault: transposed
# says: transpose of each sample
import torch


def batch_jacobian(f, X):
    def columns(x):
        push = lambda t: torch.func.jvp(f, (x,), (t,))[1]
        return torch.vmap(push)(torch.eye(len(x), dtype=x.dtype))

    return torch.vmap(columns)(X)
