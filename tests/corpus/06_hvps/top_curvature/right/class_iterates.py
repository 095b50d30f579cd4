# style: a class with __iter__
import itertools

from torch.func import grad, jvp


class Power:
    def __init__(self, f, x, v0):
        self.f, self.x, self.u = f, x, v0 / v0.norm()

    def product(self):
        return jvp(grad(self.f), (self.x,), (self.u,))[1]

    def __iter__(self):
        while True:
            w = self.product()
            self.u = w / w.norm()
            yield self.u


def top_curvature(f, x, v0, steps):
    power = Power(f, x, v0)
    for _ in itertools.islice(power, steps):
        pass
    return power.u @ power.product(), power.u
