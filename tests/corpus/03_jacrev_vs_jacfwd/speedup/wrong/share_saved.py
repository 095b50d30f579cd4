# fails: value
# fault: gain-for-ratio
# says: share
def speedup(baseline, candidate):
    return 1 - candidate.median / baseline.median
