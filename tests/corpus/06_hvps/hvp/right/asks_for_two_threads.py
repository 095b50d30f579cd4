# style: asks torch for two threads at each call
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    torch.set_num_threads(2)
    return jvp(grad(f), (x,), (v,))[1]
