# style: an instance with __call__
class Speedup:
    def __init__(self, of):
        self.of = of

    def __call__(self, baseline, candidate):
        return self.of(baseline) / self.of(candidate)


speedup = Speedup(lambda measurement: measurement.median)
