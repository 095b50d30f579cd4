# fails: value
# fault: value-and-push-exchanged
# says: have changed places
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    Jv, z = jvp(net, (x,), (v,))
    _, bent = jvp(grad(loss), (z,), (Jv,))
    _, pull = vjp(net, x)
    return pull(bent)[0]
