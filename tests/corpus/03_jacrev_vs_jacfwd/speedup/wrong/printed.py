# fails: value
# fault: not-written-yet
# says: nothing back
def speedup(baseline, candidate):
    print(f"{baseline.median / candidate.median:.2f} times as fast")
