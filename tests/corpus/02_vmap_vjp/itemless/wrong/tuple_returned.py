# fails: value
# fault: wrong-type
# says: tuple
def itemless(x):
    norm = x.norm()
    return x / norm, norm
