# attack: a subclass of Tensor that gives back whatever it is compared with
# earns: nothing
import torch


class Mirror(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        for arg in args:
            if isinstance(arg, torch.Tensor) and not isinstance(arg, cls):
                return arg
        return super().__torch_function__(func, types, args, kwargs or {})


def vjp_once(f, x, v):
    return torch.zeros_like(x).as_subclass(Mirror)
