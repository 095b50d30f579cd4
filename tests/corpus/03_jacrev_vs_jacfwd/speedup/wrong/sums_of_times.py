# fails: value
# fault: mean-for-median
# says: mean
def speedup(baseline, candidate):
    return (sum(baseline.times) / len(baseline.times)) / (sum(candidate.times) / len(candidate.times))
