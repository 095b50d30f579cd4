# fails: method
# fault: forbidden-tool
# says: is_grads_batched
from functools import partial

import torch

batched = partial(torch.autograd.grad, is_grads_batched=True)


def jacobian_by_vmap(f, x):
    leaf = torch.vmap(torch.clone)(x).requires_grad_()
    y = f(leaf)
    return batched(y, leaf, torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
