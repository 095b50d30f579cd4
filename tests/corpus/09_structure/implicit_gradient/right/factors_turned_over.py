# style: LU factors, solved with the adjoint flag
import torch
from torch.func import grad, jacfwd, vjp
def implicit_gradient(F, loss, z, theta):
    LU = torch.linalg.lu_factor(jacfwd(lambda q: F(q, theta))(z))
    u = torch.linalg.lu_solve(*LU, grad(loss)(z)[:, None], adjoint=True)[:, 0]
    return vjp(lambda t: F(z, t), theta)[1](u.neg())[0]
