# fails: value
# fault: sensitivities-returned
# says: n × k
import torch
from torch.func import jacrev


def implicit_gradient(F, loss, z, theta):
    return -torch.linalg.solve(jacrev(F)(z, theta), jacrev(F, argnums=1)(z, theta))
