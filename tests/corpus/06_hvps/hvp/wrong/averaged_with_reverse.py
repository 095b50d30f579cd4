# fails: method
# fault: forbidden-tool
# says: reverse mode over the gradient
from torch.func import grad, jvp, vjp


def hvp(f, x, v):
    pushed = jvp(grad(f), (x,), (v,))[1]
    _, pull = vjp(grad(f), x)
    return (pushed + pull(v)[0]) / 2
