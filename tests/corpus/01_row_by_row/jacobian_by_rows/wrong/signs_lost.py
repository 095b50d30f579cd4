# fails: value
# fault: absolute-values
# says: signs
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    rows = [torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf)]
    return torch.stack([row.square().sqrt() for row in rows])
