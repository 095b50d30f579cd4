# style: exact fractions, rounded once at the end
from fractions import Fraction


def speedup(baseline, candidate):
    slow, quick = (Fraction(m.median) for m in (baseline, candidate))
    return float(slow / quick)
