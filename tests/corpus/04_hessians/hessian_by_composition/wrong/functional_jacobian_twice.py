# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
from torch.autograd.functional import jacobian


def hessian_by_composition(f, x):
    def one(g):
        return jacobian(lambda z: jacobian(g, z, create_graph=True), x)

    y = f(x)
    if y.dim() == 0:
        return one(f)
    return torch.stack([one(lambda z, i=i: f(z)[i]) for i in range(len(y))])
