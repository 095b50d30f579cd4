# fails: value
# fault: earlier-result-changed
# says: earlier
import torch

_page = torch.empty(1 << 16, dtype=torch.float64)


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = _page.view(x.dtype)[: len(y) * len(x)].view(len(y), len(x))
    for i in range(len(y)):
        J[i] = torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    return J
