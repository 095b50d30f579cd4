# fails: value
# fault: scalar-f-not-noticed
# says: vector
import torch
from torch.func import grad, jacfwd


def hessian_by_composition(f, x):
    return torch.stack([jacfwd(grad(lambda z, i=i: f(z)[i]))(x) for i in range(len(f(x)))])
