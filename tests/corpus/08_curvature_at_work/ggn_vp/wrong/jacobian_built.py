# fails: method cost
# fault: jacobian-built
# says: all of j
from torch.func import grad, jacrev, jvp


def ggn_vp(net, loss, x, v):
    J = jacrev(net)(x)
    return J.T @ jvp(grad(loss), (net(x),), (J @ v,))[1]
