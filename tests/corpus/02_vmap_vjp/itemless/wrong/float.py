# fails: value
# fault: item-under-vmap
# says: float()
def itemless(x):
    length = float((x * x).sum()) ** 0.5
    return x / length
