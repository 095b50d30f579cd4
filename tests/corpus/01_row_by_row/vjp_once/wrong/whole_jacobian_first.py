# fails: cost
# fault: all-rows-for-one-product
# says: pass
import torch


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    J = torch.stack([torch.autograd.grad(y_i, leaf, retain_graph=True)[0] for y_i in y])
    return v @ J
