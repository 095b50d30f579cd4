# fails: value
# fault: linear-f-has-no-graph
# says: until f is linear
import torch.autograd.forward_ad as fw
from torch.func import grad


def hvp(f, x, v):
    with fw.dual_level():
        g = grad(f)(fw.make_dual(x, v))
        t = fw.unpack_dual(g).tangent
        return t
