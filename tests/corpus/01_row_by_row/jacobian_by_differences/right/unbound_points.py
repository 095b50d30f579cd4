# style: all points in one matrix first, then a loop over its rows
import torch


def jacobian_by_differences(f, x, h=1e-5):
    n = len(x)
    points = x.repeat(2 * n, 1)
    index = torch.arange(n)
    points[index, index] += h
    points[index + n, index] -= h
    plus, minus = torch.stack(list(map(f, points.unbind()))).chunk(2)
    return (plus - minus).div_(2 * h).t()
