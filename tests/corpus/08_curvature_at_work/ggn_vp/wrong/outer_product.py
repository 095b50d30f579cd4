# fails: value
# fault: slopes-for-curvature
# says: g (g · v)
from torch.func import grad


def ggn_vp(net, loss, x, v):
    g = grad(lambda at: loss(net(at)))(x)
    return g * (g @ v)
