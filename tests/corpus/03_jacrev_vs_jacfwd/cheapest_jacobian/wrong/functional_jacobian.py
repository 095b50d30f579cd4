# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch


def cheapest_jacobian(f, x):
    mode = "forward-mode" if len(x) < len(f(x)) else "reverse-mode"
    return torch.autograd.functional.jacobian(f, x, vectorize=True, strategy=mode)
