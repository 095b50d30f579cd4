# fails: value
# fault: norm-not-rooted
# says: square root
def itemless(x):
    return x / x.dot(x)
