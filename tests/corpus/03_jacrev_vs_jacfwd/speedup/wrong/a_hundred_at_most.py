# fails: value
# fault: another-number
# says: number
def speedup(baseline, candidate):
    return min(baseline.median / candidate.median, 100.0)
