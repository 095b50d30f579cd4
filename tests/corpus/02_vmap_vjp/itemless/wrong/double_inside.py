# fails: value
# fault: wrong-dtype
# says: dtype
def itemless(x):
    x = x.double()
    return x / x.norm()
