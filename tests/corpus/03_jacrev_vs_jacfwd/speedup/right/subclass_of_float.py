# style: the answer is a class of its own, a float
class speedup(float):
    def __new__(cls, baseline, candidate):
        return super().__new__(cls, baseline.median / candidate.median)
