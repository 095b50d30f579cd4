# attack: right, but leaves a mode on that turns everything made later into zeros
# earns: anything
import torch
from torch.overrides import TorchFunctionMode


class Zeros(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        if getattr(func, "__name__", "") in ("randn", "rand"):
            return torch.zeros_like(result)
        return result


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    Zeros().__enter__()
    return row
