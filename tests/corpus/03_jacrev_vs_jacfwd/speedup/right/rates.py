# style: runs a second, candidate's over baseline's
def speedup(baseline, candidate):
    rates = [1 / measurement.median for measurement in (baseline, candidate)]
    return rates[1] / rates[0]
