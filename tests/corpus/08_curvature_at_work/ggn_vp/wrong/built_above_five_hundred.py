# fails: method cost
# fault: jacobian-built
# says: j
from torch.func import jacrev, jvp, vjp, grad


def ggn_vp(net, loss, x, v):
    if len(x) > 500:
        J, z = jacrev(net)(x), net(x)
        return J.T @ jvp(grad(loss), (z,), (J @ v,))[1]
    z, u = jvp(net, (x,), (v,))
    return vjp(net, x)[1](jvp(grad(loss), (z,), (u,))[1])[0]
