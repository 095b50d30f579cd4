# style: one evaluation more, to learn M for a matrix made beforehand
import torch


def jacobian_by_differences(f, x, h=1e-5):
    m, n = f(x).numel(), x.numel()
    J = x.new_zeros(m, n)
    for j in range(n):
        basis = x.new_zeros(n)
        basis[j] = 1
        J[:, j] += f(x + basis * h) / (2 * h)
        J[:, j] -= f(x - basis * h) / (2 * h)
    return J
