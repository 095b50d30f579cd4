# fails: value
# fault: rows-share-memory
# says: clone
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    rows = []
    for t in y:
        t.backward(retain_graph=True)
        rows.append(leaf.grad)
        leaf.grad.zero_()
    return torch.stack(rows)
