# style: as the lesson teaches it
def out_of_place(x):
    return (x * x).cumsum(0)
