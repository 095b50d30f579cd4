# fails: value
# fault: rounded-off
# says: rounded
def speedup(baseline, candidate):
    return round(baseline.median / candidate.median, 1)
