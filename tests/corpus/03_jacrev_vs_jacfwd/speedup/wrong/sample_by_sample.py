# fails: value
# fault: ratios-of-samples
# says: divided
import statistics


def speedup(baseline, candidate):
    return statistics.median(b / c for b, c in zip(baseline.times, candidate.times))
