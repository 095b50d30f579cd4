# style: a small class that composes two transforms
from collections import OrderedDict

import torch


class Twice:
    def __init__(self, outer, inner):
        self.outer, self.inner = outer, inner

    def __call__(self, f, x):
        return self.outer(self.inner(f))(x)


def four_hessians(f, x):
    fwd, rev = torch.func.jacfwd, torch.func.jacrev
    ways = OrderedDict(fwd_rev=Twice(fwd, rev), rev_rev=Twice(rev, rev), fwd_fwd=Twice(fwd, fwd))
    ways["rev_fwd"] = Twice(rev, fwd)
    return OrderedDict((name, way(f, x)) for name, way in ways.items())
