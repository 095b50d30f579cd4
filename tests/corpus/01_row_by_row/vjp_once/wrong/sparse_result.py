# fails: value
# fault: wrong-type
# says: sparse
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0].to_sparse()
