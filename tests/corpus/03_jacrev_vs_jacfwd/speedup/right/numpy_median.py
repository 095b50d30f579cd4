# style: numpy's median, turned into a float
import numpy as np


def speedup(baseline, candidate):
    return float(np.median(baseline.times) / np.median(candidate.times))
