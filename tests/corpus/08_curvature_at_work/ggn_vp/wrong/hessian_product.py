# fails: value
# fault: hessian-for-gauss-newton
# says: whole hessian
from torch.func import grad, jvp


def ggn_vp(net, loss, x, v):
    return jvp(grad(lambda at: loss(net(at))), (x,), (v,))[1]
