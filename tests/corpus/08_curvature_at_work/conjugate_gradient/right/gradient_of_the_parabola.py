# style: the residual with the other sign, as a gradient
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x = torch.zeros_like(b)
    g = -b
    p = -g
    gg = g @ g
    stop = tol * tol * gg
    for k in range(max_steps):
        if gg <= stop:
            return x
        Ap = matvec(p)
        c = p @ Ap
        if c <= 0:
            return -g if k == 0 else x
        x = x + gg / c * p
        g = g + gg / c * Ap
        old, gg = gg, g @ g
        p = gg / old * p - g
    return x
