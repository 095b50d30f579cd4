# fails: value
# fault: input-overwritten
# says: caller
def out_of_place(x):
    x *= x
    for i in range(1, len(x)):
        x[i] += x[i - 1]
    return x
