# attack: a fake tensor, which has a shape and no numbers
# earns: nothing
from torch._subclasses.fake_tensor import FakeTensorMode


def vjp_once(f, x, v):
    with FakeTensorMode(allow_non_fake_inputs=True) as mode:
        return mode.from_tensor(x)
