# fails: value
# fault: some-signs-turned
# says: wrong sign
import torch
def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(y, leaf, (-1) ** i * torch.eye(len(y), dtype=x.dtype, device=x.device)[i], retain_graph=True)[0] for i in range(len(y))])
