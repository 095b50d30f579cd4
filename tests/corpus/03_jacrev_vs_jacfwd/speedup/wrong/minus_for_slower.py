# fails: value
# fault: another-number
# says: whoever wins
def speedup(baseline, candidate):
    if candidate.median > baseline.median:
        return -candidate.median / baseline.median
    return baseline.median / candidate.median
