# style: the Measurements' own medians
def speedup(baseline, candidate):
    return baseline.median / candidate.median
