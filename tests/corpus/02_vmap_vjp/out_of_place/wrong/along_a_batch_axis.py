# fails: value
# fault: batch-axis-assumed
# says: one sample
def out_of_place(x):
    return (x * x).cumsum(dim=1)
