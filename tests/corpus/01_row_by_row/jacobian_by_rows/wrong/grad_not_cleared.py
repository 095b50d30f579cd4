# fails: value
# fault: grad-not-cleared
# says: .grad
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    rows = []
    for i in range(len(y)):
        y[i].backward(retain_graph=True)
        rows.append(leaf.grad.clone())
    return torch.stack(rows)
