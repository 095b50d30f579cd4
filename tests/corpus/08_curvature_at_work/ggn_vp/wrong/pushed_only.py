# fails: value
# fault: pushed-only
# says: j v
from torch.func import jvp


def ggn_vp(net, loss, x, v):
    return jvp(net, (x,), (v,))[1]
