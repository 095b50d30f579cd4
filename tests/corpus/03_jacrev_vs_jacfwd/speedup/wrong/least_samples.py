# fails: value
# fault: extreme-for-median
# says: smallest
def speedup(baseline, candidate):
    return min(baseline.times) / min(candidate.times)
