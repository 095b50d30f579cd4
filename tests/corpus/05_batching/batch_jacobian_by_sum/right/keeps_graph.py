# style: create_graph=True for nothing
# remark: create-graph-for-nothing
import torch


def batch_jacobian_by_sum(f, X):
    leaf = X.detach().requires_grad_()
    totals = f(leaf).sum(0)
    return torch.stack([torch.autograd.grad(t, leaf, create_graph=True)[0] for t in totals], dim=1)
