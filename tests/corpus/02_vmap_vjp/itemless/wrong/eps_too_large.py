# fails: value
# fault: length-not-one
# says: length
def itemless(x):
    return x / (x.norm() + 1e-3)
