# style: torch.autograd.grad, and a dummy cotangent to push with
import torch


def ggn_vp(net, loss, x, v):
    leaf = x.detach().clone().requires_grad_()
    z = net(leaf)
    dummy = torch.zeros_like(z, requires_grad=True)
    (pulled,) = torch.autograd.grad(z, leaf, dummy, create_graph=True)
    (Jv,) = torch.autograd.grad(pulled, dummy, v)
    at = z.detach().requires_grad_()
    (slope,) = torch.autograd.grad(loss(at), at, create_graph=True)
    bent = torch.autograd.grad(slope, at, Jv)[0] if slope.requires_grad else torch.zeros_like(Jv)
    return torch.autograd.grad(z, leaf, bent)[0]
