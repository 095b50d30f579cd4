# fails: value
# fault: generator-returned
# says: yield
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    yield torch.autograd.grad(f(leaf), leaf, v)[0]
