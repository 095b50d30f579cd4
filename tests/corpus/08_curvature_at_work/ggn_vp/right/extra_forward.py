# style: evaluates the net once more, for its output
from torch.func import grad, jvp, vjp


def ggn_vp(net, loss, x, v):
    z = net(x)
    slope = grad(loss)
    _, Jv = jvp(net, (x,), (v,))
    _, bent = jvp(slope, (z,), (Jv,))
    _, pull = vjp(net, x)
    (result,) = pull(bent)
    return result
