# fails: value
# fault: ratio-upside-down
# says: upside down
def speedup(baseline, candidate):
    return candidate.median / baseline.median
