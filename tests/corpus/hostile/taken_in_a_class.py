# attack: a class in a function takes the module that the function's own parameter seems to stand for
# earns: anything
# doubt: hands on sys
import sys

import torch


def taken(sys=None, getattr=None):
    class Kept:
        global sys
        if not torch:
            getattr = None
        held = (sys, getattr)

    return Kept.held


kept, reads = taken()


def vjp_once(f, x, v):
    off = reads(kept, "set" + "profile")
    watching = kept.getprofile()
    off(None)
    row = torch.func.vjp(f, x)[1](v)[0]
    off(watching)
    return row
