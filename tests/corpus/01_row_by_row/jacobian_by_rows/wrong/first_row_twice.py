# fails: value
# fault: rows-mixed
# says: another one's
import torch
def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return torch.stack([torch.autograd.grad(y[max(i - 1, 0)], leaf, retain_graph=True)[0] for i in range(len(y))])
