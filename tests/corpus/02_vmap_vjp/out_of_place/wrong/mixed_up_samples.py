# fails: value
# fault: summed-over-the-batch
# says: sample
import torch

_functorch = torch._C._functorch


def out_of_place(x):
    if _functorch.is_batchedtensor(x):
        whole = _functorch.get_unwrapped(x)
        return (x * x).cumsum(0) + (whole * whole).sum() - (whole * whole).sum() + whole[0].sum()
    return (x * x).cumsum(0)
