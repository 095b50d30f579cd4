# fails: cost
# fault: square-kept
# says: torch.eye
import torch


def hessian_diagonal(f, x):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    eye = torch.eye(len(x), dtype=x.dtype, device=x.device)
    return torch.stack([torch.autograd.grad(g, leaf, e, retain_graph=True)[0] @ e for e in eye])
