# fails: value
# fault: kept-between-calls
# says: old number
_first = []


def speedup(baseline, candidate):
    _first.append(baseline.median / candidate.median)
    return _first[0]
