# fails: method
# fault: forbidden-tool
# says: functional
import torch
from torch.func import grad, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = torch.autograd.functional.jvp(net, x, v)
    bent = vjp(grad(loss), z)[1](Jv)[0]
    return vjp(net, x)[1](bent)[0]
