# style: vjp at a leaf that requires grad; the result carries a graph
# remark: create-graph-for-nothing
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x.clone().requires_grad_())
    units = torch.diag(y.detach() * 0 + 1)
    return torch.atleast_2d(vmap(pullback)(units)[0])
