# style: x as a matrix of one row, the record begun there
import torch
def vjp_once(f, x, v):
    z = x.reshape(1, -1).clone().requires_grad_()
    y = f(z[0]).unsqueeze(0)
    return torch.autograd.grad(y, z, v[None])[0].squeeze(0)
