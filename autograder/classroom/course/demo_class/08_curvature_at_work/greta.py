"""Builds the matrix wherever a product is asked."""

import torch
from torch.func import grad, hessian, jacfwd, vmap


def ggn_vp(net, loss, x, v):
    J = jacfwd(net)(x)
    return J.T @ (hessian(loss)(net(x)) @ (J @ v))


def conjugate_gradient(matvec, b, max_steps, tol):
    A = vmap(matvec)(torch.eye(len(b)).to(b))
    return torch.linalg.pinv(A) @ b


def influence(losses, test_loss, theta, damping):
    H = hessian(lambda t: losses(t).sum())(theta) + damping * torch.eye(len(theta)).to(theta)
    return -jacfwd(losses)(theta) @ torch.linalg.solve(H, grad(test_loss)(theta))
