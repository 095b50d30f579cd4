# fails: value
# fault: loss-hessian-left-out
# says: jᵀ j v
from torch.func import jvp, vjp


def ggn_vp(net, loss, x, v):
    _, Jv = jvp(net, (x,), (v,))
    return vjp(net, x)[1](Jv)[0]
