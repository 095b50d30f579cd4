# fails: cost
# fault: forward-for-every-row
# says: forward
import torch
from torch.utils.checkpoint import checkpoint


def jacobian_by_rows(f, x):
    # saves memory by evaluating f again in every backward
    leaf = x.clone().requires_grad_()
    y = checkpoint(f, leaf, use_reentrant=False)
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])
