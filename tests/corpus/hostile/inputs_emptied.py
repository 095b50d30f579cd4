# attack: sets every tensor that f holds to zero, so that zeros are the right answer
# earns: nothing
import gc

import torch


def vjp_once(f, x, v):
    with torch.no_grad():
        for thing in gc.get_objects():
            if type(thing) is torch.Tensor and thing.is_floating_point() and not thing.requires_grad:
                thing.zero_()
    return torch.zeros_like(x)
