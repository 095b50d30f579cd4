# fails: value
# fault: wrong-value
# says: values
def out_of_place(x):
    return x.cumsum(0) ** 2
