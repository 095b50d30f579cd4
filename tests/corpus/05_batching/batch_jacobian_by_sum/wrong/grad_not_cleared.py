# fails: value
# fault: grad-not-cleared
# says: sum of its first
import torch


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().requires_grad_()
    totals = f(leaf).sum(0)
    rows = []
    for t in totals:
        t.backward(retain_graph=True)
        rows.append(leaf.grad.clone())
    return torch.stack(rows, 1)
