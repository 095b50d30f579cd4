# fails: cost
# fault: sensitivities-first
# says: more than one direction
import torch
from torch.func import grad, jacrev


def implicit_gradient(F, loss, z, theta):
    by_z, by_theta = jacrev(F)(z, theta), jacrev(F, argnums=1)(z, theta)
    return -by_theta.T @ torch.linalg.solve(by_z.T, grad(loss)(z))
