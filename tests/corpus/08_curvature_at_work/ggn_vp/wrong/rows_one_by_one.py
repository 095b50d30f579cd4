# fails: cost
# fault: jacobian-built
# says: all of j
import torch
from torch.func import grad, jvp


def ggn_vp(net, loss, x, v):
    leaf = x.detach().clone().requires_grad_()
    z = net(leaf)
    J = torch.stack([torch.autograd.grad(entry, leaf, retain_graph=True)[0] for entry in z])
    return J.T @ jvp(grad(loss), (z.detach(),), (J @ v,))[1]
