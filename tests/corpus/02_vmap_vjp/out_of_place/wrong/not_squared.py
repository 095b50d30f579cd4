# fails: value
# fault: running-sum-not-of-squares
# says: square first
def out_of_place(x):
    return x.cumsum(0)
