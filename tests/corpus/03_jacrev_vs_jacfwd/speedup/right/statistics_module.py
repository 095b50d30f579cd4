# style: statistics.median over the times
from statistics import median


def speedup(baseline, candidate):
    return median(baseline.times) / median(candidate.times)
