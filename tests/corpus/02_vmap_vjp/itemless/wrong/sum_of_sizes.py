# fails: value
# fault: another-norm
# says: euclidean
def itemless(x):
    return x / x.abs().sum()
