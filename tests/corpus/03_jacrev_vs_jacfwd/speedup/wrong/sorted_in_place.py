# fails: value
# fault: argument-changed
# says: argument
def middle(measurement):
    measurement.raw_times.sort()
    return measurement.times[len(measurement.raw_times) // 2]


def speedup(baseline, candidate):
    return middle(baseline) / middle(candidate)
