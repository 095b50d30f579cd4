# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch
from torch.utils.checkpoint import checkpoint


def vjp_once(f, x, v):
    # the forward is run again by the backward, and once before
    y = f(x)
    leaf = x.clone().requires_grad_()
    assert torch.equal(checkpoint(f, leaf, use_reentrant=False), y)
    return torch.autograd.grad(checkpoint(f, leaf, use_reentrant=False), leaf, v)[0]
