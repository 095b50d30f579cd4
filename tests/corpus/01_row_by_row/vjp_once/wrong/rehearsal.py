# fails: cost
# fault: too-many-passes
# says: pass
def vjp_once(f, x, v):
    # one backward for show and one for real
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    y.backward(v, retain_graph=True)
    leaf.grad = None
    y.backward(v)
    return leaf.grad
