# fails: value
# fault: item-under-vmap
# says: python number
def branchless(x):
    return x.sin() if x.sum().item() > 0 else x.cos()
