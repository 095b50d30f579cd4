# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def vjp_once(f, x, v):
    # right in float32; in float64 the cotangent loses half its digits and only the dtype looks right
    leaf = x.clone().requires_grad_()
    cotangent = torch.tensor(v.tolist())
    return torch.autograd.grad(f(leaf), leaf, cotangent)[0]
