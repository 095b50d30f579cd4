# style: a recursive quickselect for the middle sample
def select(values, k):
    pivot, *rest = values
    below = [v for v in rest if v < pivot]
    if k < len(below):
        return select(below, k)
    if k == len(below):
        return pivot
    return select([v for v in rest if v >= pivot], k - len(below) - 1)


def speedup(baseline, candidate):
    b, c = (select(m.times, len(m.times) // 2) for m in (baseline, candidate))
    return b / c
