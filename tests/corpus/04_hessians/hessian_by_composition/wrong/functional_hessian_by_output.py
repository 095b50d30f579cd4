# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
import torch.autograd.functional as AF


def hessian_by_composition(f, x):
    y = f(x)
    if y.dim() == 0:
        return AF.hessian(f, x)
    return torch.stack([AF.hessian(lambda z, i=i: f(z)[i], x) for i in range(len(y))])
