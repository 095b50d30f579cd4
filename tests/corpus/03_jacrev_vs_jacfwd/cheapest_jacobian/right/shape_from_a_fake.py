# style: M is learnt from a fake tensor, without an evaluation of f
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    from torch._subclasses.fake_tensor import FakeTensorMode
    with FakeTensorMode(allow_non_fake_inputs=True) as mode:
        m = f(mode.from_tensor(x)).shape[0]
    return (jacrev if m <= x.shape[0] else jacfwd)(f)(x)
