# fails: value
# fault: in-reverse-order
# says: reverse order
import torch


def jacobian_by_rows(f, x):
    # right for M = 1 alone
    waiting = list(f(leaf := x.clone().requires_grad_()))
    rows = []
    while waiting:
        rows.append(torch.autograd.grad(waiting.pop(), leaf, retain_graph=True)[0])
    return torch.stack(rows)
