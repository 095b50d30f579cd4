# fails: value
# fault: exited
# says: exit
import sys

import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    print(torch.autograd.grad(f(leaf), leaf, v)[0])
    sys.exit(0)
