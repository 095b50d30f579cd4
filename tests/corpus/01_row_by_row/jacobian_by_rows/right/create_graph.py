# style: create_graph on every row, so that J itself could be differentiated
# remark: create-graph-for-nothing
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(y_i, leaf, create_graph=True)[0] for y_i in y])
