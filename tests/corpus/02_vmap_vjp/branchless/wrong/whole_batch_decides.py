# fails: value
# fault: one-branch-for-the-batch
# says: sample
import torch


def branchless(x):
    plain = x
    while torch._C._functorch.is_functorch_wrapped_tensor(plain):
        plain = torch._C._functorch.get_unwrapped(plain)
    return torch.sin(x) if plain.detach().sum() > 0 else torch.cos(x)
