# style: sorts a copy of the raw times by hand, divides the runs out
def middle(measurement):
    ordered = sorted(measurement.raw_times)
    return ordered[len(ordered) // 2] / measurement.number_per_run


def speedup(baseline, candidate):
    return middle(baseline) / middle(candidate)
