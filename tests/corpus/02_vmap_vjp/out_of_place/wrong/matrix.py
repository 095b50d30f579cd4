# fails: value
# fault: wrong-shape
# says: shape
def out_of_place(x):
    return (x * x).cumsum(0)[None]
