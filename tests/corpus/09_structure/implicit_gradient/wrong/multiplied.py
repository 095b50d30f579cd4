# fails: value
# fault: multiplied-not-solved
# says: multiplied
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = A.T @ grad(loss)(z)
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
