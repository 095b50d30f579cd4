# fails: value
# fault: total-in-every-place
# says: running sum
import torch
def out_of_place(x):
    return (x * x).sum().expand(len(x))
