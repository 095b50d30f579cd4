# fails: value
# fault: item-under-vmap
# says: python number
def itemless(x):
    return x / x.norm().item()
