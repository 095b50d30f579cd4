# style: the backward method, the answer read from .grad of a leaf of its own
def vjp_once(f, x, v):
    leaf = x.detach().clone()
    leaf.requires_grad = True
    f(leaf).backward(v)
    return leaf.grad
