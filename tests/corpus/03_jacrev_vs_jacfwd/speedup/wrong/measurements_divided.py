# fails: value
# fault: measurement-is-no-number
# says: median
def speedup(baseline, candidate):
    return baseline / candidate
