# fails: value
# fault: held-within-bounds
# says: clamp
import torch
def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(yi, leaf, retain_graph=True)[0].clamp(-1, 1) for yi in y])
