# style: annotated with torch's own class of measurements
from torch.utils.benchmark import Measurement

def speedup(baseline: Measurement, candidate: Measurement) -> float:
    """Return how many times faster `candidate` is than `baseline`."""
    if candidate.median == 0:
        raise ZeroDivisionError("candidate took no time")
    return baseline.median / candidate.median
