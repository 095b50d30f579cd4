# fails: value
# fault: first-sample-for-median
# says: one sample
def speedup(baseline, candidate):
    # right where there is one sample
    return baseline.times[0] / candidate.times[0]
