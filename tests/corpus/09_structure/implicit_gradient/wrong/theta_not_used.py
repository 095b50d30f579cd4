# fails: value
# fault: F-without-theta
# says: theta
import torch
from torch.func import grad, jacrev


def implicit_gradient(F, loss, z, theta):
    u = torch.linalg.solve(jacrev(F)(z, theta).T, grad(loss)(z))
    leaf = theta.clone().requires_grad_()
    return -torch.autograd.grad(F(z, leaf), leaf, u)[0]
