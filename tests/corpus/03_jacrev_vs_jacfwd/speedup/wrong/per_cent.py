# fails: value
# fault: percentage
# says: per cent
def speedup(baseline, candidate):
    return 100 * baseline.median / candidate.median
