# style: jacrev for the inner gradient, names imported under others
from torch.func import jacrev as slope
from torch.func import jvp as push


def hvp(f, x, v):
    return push(slope(f), (x,), (v,))[1].clone()
