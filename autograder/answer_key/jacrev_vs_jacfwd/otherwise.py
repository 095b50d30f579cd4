"""The lesson's right results by another way than the key's own: what an audit holds mutants against."""

import statistics

from torch.func import jacrev
from torch.utils.benchmark import Measurement

from autograder.answer_key.loops import rows


def _ratio_of_the_middle(baseline: Measurement, candidate: Measurement) -> float:
    return statistics.median(baseline.times) / statistics.median(candidate.times)


OTHERWISE = {"my_jacfwd": jacrev, "cheapest_jacobian": rows, "speedup": _ratio_of_the_middle}
