# fails: value
# fault: numbers-taken-out
# says: .data
def itemless(x):
    return x / x.data.norm()
