# style: a function of (theta, shift): the slope of the losses along s as a derivative by a number
import torch
from torch.func import grad, jacfwd


def cg(A, b, steps, tol):
    x, r = torch.zeros_like(b), b
    d = r
    for _ in range(steps):
        if (r * r).sum() <= (tol ** 2) * (b * b).sum():
            break
        Ad = A(d)
        a = (r * r).sum() / (d * Ad).sum()
        x = x + a * d
        new = r - a * Ad
        d = new + (new * new).sum() / (r * r).sum() * d
        r = new
    return x


def influence(losses, test_loss, theta, damping):
    zero = theta.new_zeros(())

    def Hd(v):
        return jacfwd(lambda t: grad(lambda w: losses(w).sum())(theta + t * v))(zero) + damping * v

    tol = 1e-9 if theta.dtype == torch.float64 else 1e-6
    s = cg(Hd, grad(test_loss)(theta), 2 * len(theta), tol)
    return -jacfwd(lambda t: losses(theta + t * s))(zero)
