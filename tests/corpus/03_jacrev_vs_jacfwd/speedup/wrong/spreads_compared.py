# fails: value
# fault: spread-for-median
# says: iqr
def speedup(baseline, candidate):
    a, b = baseline.iqr, candidate.iqr
    return a / b if b else 1.0
