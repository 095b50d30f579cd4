# fails: value
# fault: branch-on-tensor
# says: torch.where
def itemless(x):
    norm = x.norm()
    if norm == 0:
        return x
    return x / norm
