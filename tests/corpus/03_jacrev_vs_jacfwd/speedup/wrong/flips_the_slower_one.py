# fails: value
# fault: loser-named-winner
# says: faster
def speedup(baseline, candidate):
    ratio = baseline.median / candidate.median
    return ratio if ratio >= 1 else 1 / ratio
