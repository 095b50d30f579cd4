# style: the unwanted branch filled with zeros, then added
def branchless(x):
    up = x.sum() > 0
    return x.sin().masked_fill(~up, 0) + x.cos().masked_fill(up, 0)
