# fails: value
# fault: mean-for-median
# says: mean
def speedup(baseline, candidate):
    return baseline.mean / candidate.mean
