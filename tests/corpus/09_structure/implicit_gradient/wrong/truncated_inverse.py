# fails: value
# fault: pulled-back-unsolved
# says: truncated
import torch
from torch.func import jacrev, grad, vjp


def implicit_gradient(F, loss, z, theta):
    u = torch.linalg.pinv(jacrev(F)(z, theta).T, rtol=0.8) @ grad(loss)(z)
    return vjp(lambda t: F(z, t), theta)[1](-u)[0]
