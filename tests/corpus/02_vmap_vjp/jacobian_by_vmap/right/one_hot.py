# style: one_hot for the unit vectors
import torch
import torch.nn.functional as F


def jacobian_by_vmap(f, x):
    out, back = torch.func.vjp(f, x)
    units = F.one_hot(torch.arange(out.size(0)), out.size(0)).type_as(out)
    return torch.func.vmap(back, in_dims=0)(units)[0]
