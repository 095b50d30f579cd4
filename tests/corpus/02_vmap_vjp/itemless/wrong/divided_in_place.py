# fails: value
# fault: input-overwritten
# says: caller
def itemless(x):
    x /= x.norm()
    return x
