# fails: value
# fault: not-in-the-graph
# says: graph
import torch


def jacobian_by_rows(f, x):
    y = f(x.clone().requires_grad_())
    x = x.clone().requires_grad_()
    return torch.stack([torch.autograd.grad(e, x, retain_graph=True)[0] for e in y])
