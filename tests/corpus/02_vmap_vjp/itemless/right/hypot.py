# style: hypot, reduced
from functools import reduce

import torch


def itemless(x):
    length = reduce(torch.hypot, x.unbind(), torch.zeros_like(x[0]))
    return x.div(length)
