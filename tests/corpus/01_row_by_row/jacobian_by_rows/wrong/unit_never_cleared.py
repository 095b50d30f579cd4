# fails: value
# fault: rows-mixed
# says: more than one place
import torch
def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    e = torch.zeros_like(y)
    rows = []
    for i in range(len(y)):
        e[i] = 1
        rows.append(torch.autograd.grad(y, leaf, e, retain_graph=True)[0])
    return torch.stack(rows)
