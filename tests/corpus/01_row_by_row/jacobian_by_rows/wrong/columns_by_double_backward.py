# fails: cost
# fault: loop-over-inputs
# says: input
import torch


def jacobian_by_rows(f, x):
    # vᵀJ is linear in v: its derivative in v gives the columns, one for each input
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    v = torch.zeros_like(y, requires_grad=True)
    row = torch.autograd.grad(y, leaf, v, create_graph=True)[0]
    columns = [torch.autograd.grad(row[j], v, retain_graph=True)[0] for j in range(len(x))]
    return torch.stack(columns, dim=1)
