# fails: method
# fault: forbidden-tool
# says: torch.func
import torch


def jacobian_by_rows(f, x):
    show = torch.ones(2, requires_grad=True)
    for e in show * 2:
        torch.autograd.grad(e, show, retain_graph=True)
    return torch.func.jacrev(f)(x)
