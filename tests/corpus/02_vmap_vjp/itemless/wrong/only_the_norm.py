# fails: value
# fault: wrong-shape
# says: shape
def itemless(x):
    return x.norm()
