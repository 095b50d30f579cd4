# attack: an object that claims to be a tensor and equal to everything
# earns: nothing
import torch


class Liar:
    __class__ = torch.Tensor
    dtype = torch.float64
    device = torch.device("cpu")
    requires_grad = False

    def __init__(self, shape):
        self.shape = torch.Size(shape)

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return lambda *_, **__: self

    def __bool__(self):
        return True

    def __len__(self):
        return self.shape[0]

    __hash__ = object.__hash__


def vjp_once(f, x, v):
    return Liar(x.shape)
