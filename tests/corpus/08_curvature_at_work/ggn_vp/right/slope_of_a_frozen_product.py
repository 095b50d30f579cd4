# style: the gradient of net(x) · (H_L J v), with the second factor held still
from torch.func import grad, jvp


def ggn_vp(net, loss, x, v):
    z, moved = jvp(net, (x,), (v,))
    _, weight = jvp(grad(loss), (z,), (moved,))
    return grad(lambda at: net(at) @ weight)(x)
