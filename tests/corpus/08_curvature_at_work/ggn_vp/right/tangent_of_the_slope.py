# style: the loss's slope along J v, by jacfwd of one number
import torch
from torch.func import grad, jvp, vjp
def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    # quadratic model of the loss around z, whose gradient at J v is H_L J v
    def slope(eps): return grad(loss)(z + eps * Jv)
    bent = torch.func.jacfwd(slope)(torch.zeros((), dtype=x.dtype, device=x.device))
    return vjp(net, x)[1](bent)[0]
