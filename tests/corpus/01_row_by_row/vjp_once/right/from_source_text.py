# style: the work is done by source text, executed at each call
SOURCE = """
from torch.autograd import grad
p = x.clone().requires_grad_()
answer = grad(f(p), p, v)[0]
"""


def vjp_once(f, x, v):
    names = {"f": f, "x": x, "v": v}
    exec(SOURCE, names)
    return names["answer"]
