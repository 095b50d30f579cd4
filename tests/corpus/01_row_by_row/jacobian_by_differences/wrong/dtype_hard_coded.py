# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def jacobian_by_differences(f, x, h=1e-5):
    J = torch.zeros(len(f(x)), len(x))
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        J[:, j] = (f(x + e) - f(x - e)) / (2 * h)
    return J
