# fails: value
# fault: loser-named-winner
# says: slower
def speedup(baseline, candidate):
    # right where the candidate wins
    slow, quick = max(baseline.median, candidate.median), min(baseline.median, candidate.median)
    return slow / quick
