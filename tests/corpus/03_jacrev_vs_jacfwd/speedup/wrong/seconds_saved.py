# fails: value
# fault: difference-of-times
# says: seconds
def speedup(baseline, candidate):
    return baseline.median - candidate.median
