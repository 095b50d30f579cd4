# style: the inverse itself, a row from the left
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    row = grad(loss)(z) @ torch.linalg.inv(jacrev(F, argnums=0)(z, theta))
    return vjp(F, z, theta)[1](-row)[1]
