# style: the leaf is an nn.Parameter, cleared by an optimizer
import torch
from torch import nn


def vjp_once(f, x, v):
    p = nn.Parameter(x.clone())
    optimizer = torch.optim.SGD([p], lr=0.1)
    optimizer.zero_grad()
    f(p).backward(v)
    return p.grad.clone()
