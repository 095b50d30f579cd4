# attack: the right numbers in a sparse layout
# earns: anything
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf)]).to_sparse()
