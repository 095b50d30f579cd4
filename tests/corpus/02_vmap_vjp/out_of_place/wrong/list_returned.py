# fails: value
# fault: wrong-type
# says: list
def out_of_place(x):
    total, sums = 0, []
    for x_i in x:
        total = total + x_i**2
        sums.append(total)
    return sums
