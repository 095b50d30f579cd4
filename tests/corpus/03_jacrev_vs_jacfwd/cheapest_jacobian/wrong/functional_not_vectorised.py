# fails: value
# fault: functional-forward-mode
# says: vectorize
import torch


def cheapest_jacobian(f, x):
    mode = "forward-mode" if len(x) < len(f(x)) else "reverse-mode"
    return torch.autograd.functional.jacobian(f, x, strategy=mode)
