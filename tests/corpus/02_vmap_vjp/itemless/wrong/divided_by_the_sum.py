# fails: value
# fault: another-number-for-the-norm
# says: is not ‖x‖
def itemless(x):
    return x / x.sum()
