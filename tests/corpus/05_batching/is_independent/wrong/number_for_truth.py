# fails: value
# fault: wrong-type
# says: true or false
import torch


def is_independent(f, X):
    leaf = X.detach().requires_grad_()
    Y = f(leaf)
    worst = 0.0
    for b in range(len(X)):
        (g,) = torch.autograd.grad((Y[b] * torch.randn_like(Y[b])).sum(), leaf, retain_graph=True)
        g[b] = 0
        worst = max(worst, float(g.abs().max()))
    return worst
