# fails: value
# fault: graph-freed
# says: graph
def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    y.sum().backward()  # to have a .grad to write to
    leaf.grad.zero_()
    y.backward(v)
    return leaf.grad
