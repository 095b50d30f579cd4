# style: a dict comprehension over outer and inner
from itertools import product

import torch

modes = {"fwd": torch.func.jacfwd, "rev": torch.func.jacrev}


def four_hessians(f, x):
    return {f"{outer}_{inner}": modes[outer](modes[inner](f))(x) for outer, inner in product(modes, modes)}
