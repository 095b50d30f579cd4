# fails: value
# fault: batch-axis-assumed
# says: one sample
def itemless(x):
    return x / x.norm(dim=1, keepdim=True)
