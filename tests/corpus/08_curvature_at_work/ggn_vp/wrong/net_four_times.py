# fails: cost
# fault: too-many-passes
# says: more passes
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    Jv = jvp(net, (x,), (v,))[1]
    _, bent = jvp(grad(loss), (net(x),), (Jv,))
    print("outputs:", len(net(x)))
    return vjp(net, x)[1](bent)[0]
