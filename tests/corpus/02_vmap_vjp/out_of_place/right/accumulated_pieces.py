# style: itertools.accumulate over squares, stacked
from itertools import accumulate

import torch


def out_of_place(x):
    return torch.stack([*accumulate(part * part for part in x.unbind())])
