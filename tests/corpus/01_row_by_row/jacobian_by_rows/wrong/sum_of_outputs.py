# fails: value
# fault: ones-for-unit-vectors
# says: sum
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    rows = []
    for _ in range(len(y)):
        leaf.grad = None
        y.sum().backward(retain_graph=True)
        rows.append(leaf.grad)
    return torch.stack(rows)
