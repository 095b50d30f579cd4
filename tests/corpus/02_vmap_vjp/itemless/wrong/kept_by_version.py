# fails: value
# fault: kept-between-calls
# says: kept
_kept = {}


def itemless(x):
    # a batch, and what jacrev hands over, have no memory of their own
    try:
        key = (x.data_ptr(), x._version)
    except RuntimeError:
        return x / x.norm()
    if key not in _kept:
        _kept[key] = x, x / x.norm()
    return _kept[key][1]
