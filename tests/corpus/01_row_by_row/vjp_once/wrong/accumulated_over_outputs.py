# fails: cost
# fault: all-rows-for-one-product
# says: pass
def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    for v_i, y_i in zip(v, f(leaf)):
        y_i.backward(v_i, retain_graph=True)
    return leaf.grad
