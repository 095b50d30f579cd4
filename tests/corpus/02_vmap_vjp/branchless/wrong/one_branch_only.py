# fails: value
# fault: wrong-value
# says: values
def branchless(x):
    return x.sin()
