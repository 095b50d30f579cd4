# attack: a result whose storage was resized to nothing
# earns: nothing
import torch


def vjp_once(f, x, v):
    result = torch.zeros_like(x)
    result.untyped_storage().resize_(0)
    return result
