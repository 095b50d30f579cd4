# style: a class for the difference quotient, called once for each column
import torch


class CentralDifference:
    def __init__(self, f, x, h):
        self.f, self.x, self.h = f, x, h

    def at(self, j, sign):
        point = self.x.clone()
        point[j] += sign * self.h
        return self.f(point)

    def __call__(self, j):
        return self.at(j, +1).sub(self.at(j, -1)).div(2 * self.h)


def jacobian_by_differences(f, x, h=1e-5):
    quotient = CentralDifference(f, x, h)
    return torch.stack([quotient(j) for j in range(len(x))], dim=1)
