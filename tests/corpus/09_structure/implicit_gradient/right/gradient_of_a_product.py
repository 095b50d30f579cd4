# style: grad of u · F by theta
import torch
from torch.func import grad, jacrev


def implicit_gradient(F, loss, z, theta):
    u = torch.linalg.solve(jacrev(F)(z, theta).T, -grad(loss)(z))
    return grad(lambda t: u @ F(z, t))(theta)
