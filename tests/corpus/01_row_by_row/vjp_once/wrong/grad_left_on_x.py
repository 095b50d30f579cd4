# fails: value
# fault: argument-changed
# says: argument
def vjp_once(f, x, v):
    x.requires_grad = True
    f(x).backward(v)
    result = x.grad.clone()
    x.requires_grad = False
    return result
