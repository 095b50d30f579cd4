# fails: value
# fault: argument-changed
# says: changed
import torch
from torch.func import grad, jacrev


def implicit_gradient(F, loss, z, theta):
    u = torch.linalg.solve(jacrev(F)(z, theta).T, grad(loss)(z))
    theta.requires_grad_()
    return -torch.autograd.grad(F(z, theta), theta, u, materialize_grads=True)[0]
