# fails: value
# fault: gain-for-ratio
# says: more than 100 %
def speedup(baseline, candidate):
    # the original helper, line by line
    faster = candidate.times[0]
    slower = baseline.times[0]
    gain = (slower - faster) / slower
    if gain < 0:
        gain *= -1
    return gain * 100
