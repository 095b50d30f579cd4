# fails: cost
# fault: loss-hessian-built
# says: m × m
from torch.func import hessian, jvp, vjp


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    return vjp(net, x)[1](hessian(loss)(z) @ Jv)[0]
