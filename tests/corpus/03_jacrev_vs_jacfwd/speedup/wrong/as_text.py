# fails: value
# fault: no-float
# says: float
def speedup(baseline, candidate):
    return f"{baseline.median / candidate.median:.2f}x"
