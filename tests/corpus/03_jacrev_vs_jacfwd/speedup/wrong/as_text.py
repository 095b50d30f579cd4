# fails: value
# fault: wrong-type
# says: float
def speedup(baseline, candidate):
    return f"{baseline.median / candidate.median:.2f}x"
