# style: f along each axis, differentiated twice by one number
import torch
from torch.func import grad
def hessian_diagonal(f, x):
    idx = torch.arange(len(x), device=x.device)
    out = []
    for i in range(len(x)):
        phi = lambda t: f(torch.where(idx == i, t, x))
        out.append(grad(grad(phi))(x[i]))
    return torch.stack(out)
