# fails: value
# fault: squared-after-the-sum
# says: squares of running sums
def out_of_place(x):
    return x.cumsum(0) ** 2
