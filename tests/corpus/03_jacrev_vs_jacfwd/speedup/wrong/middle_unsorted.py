# fails: value
# fault: first-sample-for-median
# says: order
def speedup(baseline, candidate):
    return baseline.times[len(baseline.times) // 2] / candidate.times[len(candidate.times) // 2]
