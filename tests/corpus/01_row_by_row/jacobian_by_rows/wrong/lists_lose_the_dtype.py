# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    return torch.tensor([torch.autograd.grad(e, leaf, retain_graph=True)[0].tolist() for e in f(leaf)])
