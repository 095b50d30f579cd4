# fails: value
# fault: matrix-symmetrised
# says: ½
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    A = (A + A.T) / 2
    u = torch.linalg.solve(A, grad(loss)(z))
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
