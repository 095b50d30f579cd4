# fails: cost
# fault: square-kept
# says: kept
import torch


def hessian_diagonal(f, x):
    # every row's graph is recorded, and waits for the end
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    entries = [torch.autograd.grad(g[i], leaf, create_graph=True)[0][i] for i in range(len(x))]
    return torch.stack(entries).detach()
