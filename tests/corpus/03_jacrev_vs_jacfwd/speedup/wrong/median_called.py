# fails: value
# fault: median-called
# says: property
def speedup(baseline, candidate):
    return baseline.median() / candidate.median()
