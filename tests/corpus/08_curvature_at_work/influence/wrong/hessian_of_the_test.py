# fails: value
# fault: hessian-of-the-test
# says: hessian of the test loss
import torch
from torch.func import grad, hessian, jvp


def influence(losses, test_loss, theta, damping):
    H = hessian(test_loss)(theta) + damping * torch.eye(len(theta), dtype=theta.dtype)
    s = torch.linalg.solve(H, grad(test_loss)(theta))
    return -jvp(losses, (theta,), (s,))[1]
