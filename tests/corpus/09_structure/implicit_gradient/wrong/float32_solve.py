# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    u = torch.linalg.solve(A.T.float(), grad(loss)(z).float()).to(z)
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
