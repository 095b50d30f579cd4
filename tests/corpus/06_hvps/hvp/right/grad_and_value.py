# style: grad_and_value inside, has_aux so that f comes along
import torch
from torch.func import grad_and_value, jvp


def hvp(f, x, v):
    def both(p):
        return grad_and_value(f)(p)

    (_, value), (pushed, along) = jvp(both, (x,), (v,))
    assert value.shape == along.shape == ()
    return pushed
