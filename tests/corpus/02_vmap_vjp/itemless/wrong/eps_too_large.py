# fails: value
# fault: wrong-value
# says: values
def itemless(x):
    return x / (x.norm() + 1e-3)
