# fails: cost
# fault: matrix-by-theta
# says: n × k
import torch
from torch.func import grad, jacrev


def implicit_gradient(F, loss, z, theta):
    by_z, by_theta = jacrev(F, argnums=(0, 1))(z, theta)
    return -by_theta.T @ torch.linalg.solve(by_z.T, grad(loss)(z))
