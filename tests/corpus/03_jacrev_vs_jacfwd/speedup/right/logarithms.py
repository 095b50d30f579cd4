# style: the difference of logarithms
import math


def speedup(baseline, candidate):
    return math.exp(math.log(baseline.median) - math.log(candidate.median))
