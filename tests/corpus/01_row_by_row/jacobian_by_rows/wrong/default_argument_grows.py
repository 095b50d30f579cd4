# fails: value
# fault: raised
# says: runtimeerror
import torch


def jacobian_by_rows(f, x, rows=[]):  # noqa: B006
    leaf = x.clone().requires_grad_()
    for e in f(leaf):
        rows.append(torch.autograd.grad(e, leaf, retain_graph=True)[0])
    return torch.stack(rows[: len(f(leaf))])
