# style: J v as a vjp of a vjp
import torch


def ggn_vp(net, loss, x, v):
    a = x.detach().clone().requires_grad_()
    y = net(a)
    w = torch.zeros_like(y, requires_grad=True)
    (g,) = torch.autograd.grad(y, a, w, create_graph=True)
    (u,) = torch.autograd.grad(g, w, v, retain_graph=True)
    z = y.detach().requires_grad_()
    (s,) = torch.autograd.grad(loss(z), z, create_graph=True)
    h = torch.autograd.grad(s, z, u)[0] if s.requires_grad else torch.zeros_like(z)
    return torch.autograd.grad(y, a, h)[0]
