# style: numpy's median left as numpy's own float
import numpy as np


def speedup(baseline, candidate):
    return np.median(np.array(baseline.times)) / np.median(np.array(candidate.times))
