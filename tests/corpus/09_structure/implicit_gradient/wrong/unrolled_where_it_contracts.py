# fails: cost
# fault: iteration-differentiated
# says: again and again
import torch
from torch.func import grad, jacrev, vjp


def implicit_gradient(F, loss, z, theta):
    A = jacrev(F)(z, theta)
    if torch.linalg.matrix_norm(torch.eye(len(z), dtype=z.dtype, device=z.device) - A, 2) > 0.9:
        return -vjp(lambda t: F(z, t), theta)[1](torch.linalg.solve(A.T, grad(loss)(z)))[0]

    def walked(t):
        y = z
        for _ in range(110):
            y = y - F(y, t)
        return loss(y)

    return grad(walked)(theta)
