# fails: value
# fault: earlier-result-changed
# says: share memory
import torch

_buffers = {}


def vjp_once(f, x, v):
    buffer = _buffers.setdefault((v.shape, v.dtype), torch.empty_like(v))
    buffer.copy_(v)
    leaf = x.detach().clone().requires_grad_()
    (row,) = torch.autograd.grad(f(leaf), leaf, buffer)
    return row
