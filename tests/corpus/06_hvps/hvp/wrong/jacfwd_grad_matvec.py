# fails: cost
# fault: hessian-built
# says: n × n
import torch
from torch.func import grad, jacfwd


def hvp(f, x, v):
    return torch.mv(jacfwd(grad(f))(x), v)
