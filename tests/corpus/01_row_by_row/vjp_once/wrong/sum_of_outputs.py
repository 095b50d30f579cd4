# fails: value
# fault: ones-for-unit-vectors
# says: sum
def vjp_once(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    f(leaf).sum().backward()
    return leaf.grad
