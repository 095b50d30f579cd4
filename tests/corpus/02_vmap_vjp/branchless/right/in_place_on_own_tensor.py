# style: writes into a tensor of its own, made from x
def branchless(x):
    y = x.clone()
    up = x.sum() > 0
    y.copy_(x.cos() * ~up)
    y += x.sin() * up
    return y
