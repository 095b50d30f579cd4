# fails: value
# fault: no-cotangent
# says: cotangent
def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    y.backward()
    return leaf.grad
