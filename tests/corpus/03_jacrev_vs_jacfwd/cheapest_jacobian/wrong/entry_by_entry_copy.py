# fails: trend
# fault: slower-than-counted
# says: clock
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    # the right pass, and then every entry through Python
    J = (jacfwd if len(x) < len(f(x)) else jacrev)(f)(x)
    return torch.tensor([[float(entry) for entry in row] for row in J], dtype=x.dtype, device=x.device)
