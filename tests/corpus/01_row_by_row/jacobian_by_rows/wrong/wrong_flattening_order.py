# fails: value
# fault: wrong-flattening-order
# says: order
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    numbers = torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y], dim=1).flatten()
    return numbers.reshape(len(y), len(x))
