# attack: a result on the meta device: right shape and dtype, no numbers
# earns: nothing
import torch


def jacobian_by_differences(f, x, h=1e-5):
    return torch.empty(len(f(x)), len(x), dtype=x.dtype, device="meta")
