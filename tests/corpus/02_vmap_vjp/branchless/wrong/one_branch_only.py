# fails: value
# fault: one-branch-only
# says: did not come into it
def branchless(x):
    return x.sin()
