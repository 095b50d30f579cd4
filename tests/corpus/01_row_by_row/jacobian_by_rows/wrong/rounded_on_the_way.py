# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def jacobian_by_rows(f, x):
    # right in float32; in float64 the rows went through float32 and only the dtype looks right
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.zeros(len(y), len(x), dtype=torch.float32)
    for i in range(len(y)):
        J[i] = torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    return J.to(x.dtype)
