# fails: cost
# fault: sensitivities-first
# says: more than one direction
import torch
from torch.func import grad, jacrev, jvp


def implicit_gradient(F, loss, z, theta):
    weights = torch.linalg.solve(jacrev(F)(z, theta).T, grad(loss)(z))
    slopes = []
    for j in range(len(theta)):
        unit = torch.zeros_like(theta)
        unit[j] = 1
        slopes.append(-weights @ jvp(lambda t: F(z, t), (theta,), (unit,))[1])
    return torch.stack(slopes)
