# fails: value
# fault: rows-share-memory
# says: same
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    leaf.grad = torch.zeros_like(x)
    y = f(leaf)
    rows = []
    for i in range(len(y)):
        leaf.grad.zero_()
        y[i].backward(retain_graph=True)
        rows.append(leaf.grad)
    return torch.stack(rows)
