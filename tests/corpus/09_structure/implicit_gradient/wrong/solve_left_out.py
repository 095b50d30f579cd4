# fails: value
# fault: solve-left-out
# says: nothing was solved
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    u = grad(loss)(z)
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
