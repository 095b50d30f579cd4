# fails: value
# fault: norm-held-constant
# says: constant
def itemless(x):
    return x / x.detach().norm()
