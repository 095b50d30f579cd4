# fails: value
# fault: refuses-the-slower
# says: valueerror
def speedup(baseline, candidate):
    if candidate.median > baseline.median:
        raise ValueError("the candidate is slower")
    return baseline.median / candidate.median
