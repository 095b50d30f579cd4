# style: remembers results, keyed by the function itself and the bytes of x
import torch

_memory = {}


def jacobian_by_rows(f, x):
    key = f, x.dtype, x.numpy().tobytes()
    if key not in _memory:
        leaf = x.clone().requires_grad_()
        y = f(leaf)
        _memory[key] = torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])
    return _memory[key].clone()
