# fails: value
# fault: only-squares
# says: added up
def out_of_place(x):
    return x**2
