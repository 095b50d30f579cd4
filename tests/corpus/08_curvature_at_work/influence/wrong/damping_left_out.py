# fails: value
# fault: damping-left-out
# says: damping
import torch
from torch.func import grad, hessian, jvp


def influence(losses, test_loss, theta, damping):
    H = hessian(lambda at: losses(at).sum())(theta)
    s = torch.linalg.pinv(H) @ grad(test_loss)(theta)
    return -jvp(losses, (theta,), (s,))[1]
