# fails: value
# fault: another-norm
# says: another norm
def itemless(x):
    return x / x.abs().max()
