# style: itertools.accumulate
from itertools import accumulate

import torch


def out_of_place(x):
    return torch.stack(list(accumulate(x.pow(2).unbind())))
