# fails: value
# fault: kept-between-calls
# says: call
import torch

_leaves = {}


def vjp_once(f, x, v):
    leaf = _leaves.setdefault((x.shape, x.dtype), torch.zeros_like(x, requires_grad=True))
    with torch.no_grad():
        leaf.copy_(x)
    f(leaf).backward(v)
    return leaf.grad.clone()
