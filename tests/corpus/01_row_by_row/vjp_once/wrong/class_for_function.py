# fails: value
# fault: object-made
# says: is a class
import torch


class vjp_once:
    def __init__(self, f, x, v):
        leaf = x.clone().requires_grad_()
        self.row = torch.autograd.grad(f(leaf), leaf, v)[0]
