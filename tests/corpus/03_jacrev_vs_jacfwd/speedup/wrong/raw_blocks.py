# fails: value
# fault: runs-not-divided-out
# says: number_per_run
from statistics import median


def speedup(baseline, candidate):
    # right where both have the same number of runs
    return median(baseline.raw_times) / median(candidate.raw_times)
