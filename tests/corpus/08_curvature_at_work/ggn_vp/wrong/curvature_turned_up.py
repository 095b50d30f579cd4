# fails: value
# fault: curvature-held-above-zero
# says: another curvature
import torch
from torch.func import jvp, vjp, hessian


def ggn_vp(net, loss, x, v):
    z, pull = vjp(net, x)
    w, Q = torch.linalg.eigh(hessian(loss)(z))
    u = jvp(net, (x,), (v,))[1]
    return pull(Q @ (w.abs() * (Q.T @ u)))[0]
