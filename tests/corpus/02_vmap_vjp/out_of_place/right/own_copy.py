# style: in place on a copy of x
def out_of_place(x):
    y = x.clone()
    y *= x
    for i in range(1, len(y)):
        y[i] += y[i - 1]
    return y
