# fails: value
# fault: gain-for-ratio
# says: twice as fast
def speedup(baseline, candidate):
    # «one times faster» for twice as fast
    return baseline.median / candidate.median - 1
