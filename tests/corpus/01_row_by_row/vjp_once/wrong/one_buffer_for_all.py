# fails: value
# fault: earlier-result-changed
# says: earlier
import torch

_buffers = {}


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    buffer = _buffers.setdefault((x.shape, x.dtype), torch.empty_like(x))
    buffer.copy_(row)
    return buffer
