# style: forward_ad by hand, backward by autograd
import torch
from torch.autograd import forward_ad
from torch.func import grad, jvp


def ggn_vp(net, loss, x, v):
    with forward_ad.dual_level():
        pushed = net(forward_ad.make_dual(x, v))
        z, Jv = forward_ad.unpack_dual(pushed)
        z, Jv = z.clone(), Jv.clone()
    bent = jvp(grad(loss), (z,), (Jv,))[1]
    leaf = x.detach().clone().requires_grad_()
    out = net(leaf)
    return torch.autograd.grad(out, leaf, bent)[0]
