# fails: method cost
# fault: forbidden-tool
# says: forward mode over the gradient
from torch.func import grad, jvp, vjp


def vhp(f, x, v):
    vjp(grad(f), x)[1](v)  # seen, and thrown away
    return jvp(grad(f), (x,), (v,))[1]
