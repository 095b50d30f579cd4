# fails: cost
# fault: hessian-built
# says: k products
import torch


def hutchinson_trace(f, x, probes):
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    H = torch.stack([torch.autograd.grad(g[i], leaf, retain_graph=True)[0] for i in range(len(x))])
    return (probes * (probes @ H)).sum(1).mean()
