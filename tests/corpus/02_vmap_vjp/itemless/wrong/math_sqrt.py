# fails: value
# fault: item-under-vmap
# says: math.sqrt
import math


def itemless(x):
    return x / math.sqrt((x**2).sum())
