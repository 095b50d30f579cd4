# fails: value
# fault: argument-returned
# says: arguments
def vjp_once(f, x, v):
    y = f(x)
    return x
