# fails: value
# fault: solution-for-the-slope
# says: right side
import torch
from torch.func import jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = torch.linalg.solve(A.T, z)
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
