# style: one mapped forward, create_graph=True for nothing
# remark: create-graph-for-nothing
import torch


def batch_jacobian(f, X):
    leaf = X.detach().requires_grad_()
    Y = torch.func.vmap(f)(leaf)
    return torch.stack([torch.autograd.grad(y.sum(), leaf, create_graph=True)[0] for y in Y.unbind(1)], 1)
