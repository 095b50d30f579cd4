# fails: value
# fault: right-direction-wrong-length
# says: proportion
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = torch.linalg.solve(A.T, grad(loss)(z))
    return -vjp(lambda t: F(z, t), theta)[1](u / u.norm())[0]
