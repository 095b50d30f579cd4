# attack: a profile function of its own, sys.setprofile made deaf, then a forbidden tool
# earns: not method
import sys

import torch


def vjp_once(f, x, v):
    sys.setprofile(lambda *_: None)
    sys.setprofile = lambda *_: None
    sys.getprofile = lambda: None
    return torch.func.vjp(f, x)[1](v)[0]
