# fails: value
# fault: grad-not-cleared
# says: .grad
def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    for keep in (True, False):  # once to see that it works
        y.backward(v, retain_graph=keep)
    return leaf.grad
