# fails: value
# fault: loss-hessian-at-the-push
# says: taken at j v
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    Jv = jvp(net, (x,), (v,))[1]
    bent = jvp(grad(loss), (Jv,), (Jv,))[1]
    return vjp(net, x)[1](bent)[0]
