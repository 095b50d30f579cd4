# fails: value
# fault: input-overwritten
# says: written over
import torch


def out_of_place(x):
    if torch._C._functorch.is_functorch_wrapped_tensor(x) and not torch._C._functorch.is_batchedtensor(x):
        return x.square().cumsum(0)
    return x.square_().cumsum(0)
