# fails: cost
# fault: square-kept
# says: view
import torch


def hessian_diagonal(f, x):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return torch.stack([torch.autograd.grad(g[i], leaf, retain_graph=True)[0][i] for i in range(len(x))])
