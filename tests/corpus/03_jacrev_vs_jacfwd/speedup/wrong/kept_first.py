# fails: value
# fault: another-number
# says: ratio
_first = []


def speedup(baseline, candidate):
    _first.append(baseline.median / candidate.median)
    return _first[0]
