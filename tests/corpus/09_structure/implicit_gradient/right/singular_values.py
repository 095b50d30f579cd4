# style: the solve by singular values
import torch
from torch.func import jacfwd, grad


def implicit_gradient(F, loss, z, theta):
    U, s, Vh = torch.linalg.svd(jacfwd(F)(z, theta))
    g = grad(loss)(z)
    u = U @ ((Vh @ g) / s)
    return -grad(lambda t: F(z, t) @ u)(theta)
