# fails: value
# fault: one-norm-for-the-batch
# says: sample
import torch

_functorch = torch._C._functorch


def itemless(x):
    plain = _functorch.get_unwrapped(x) if _functorch.is_batchedtensor(x) else x
    return x / plain.norm()
