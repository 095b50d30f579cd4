# fails: method cost
# fault: sensitivities-first
# says: more than one direction
import torch
from torch.func import grad, jacfwd


def implicit_gradient(F, loss, z, theta):
    moved = -torch.linalg.solve(jacfwd(F)(z, theta), jacfwd(F, argnums=1)(z, theta))
    return moved.T @ grad(loss)(z)
