# fails: value
# fault: branch-on-tensor
# says: whole batch
def branchless(x):
    return x.sin() if bool(x.sum() > 0) else x.cos()
