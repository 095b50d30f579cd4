# fails: value
# fault: diagonal-for-the-matrix
# says: diagonal
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = grad(loss)(z) / A.diagonal()
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
